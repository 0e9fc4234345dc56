# A small image that runs as its own user and writes only to /data.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.12-slim
RUN useradd --system --uid 10001 backstride && install -d -o backstride /data
COPY --from=build /venv /venv
COPY bot /app/bot
COPY dialogs /app/dialogs
COPY knowledge /app/knowledge
WORKDIR /app
USER backstride
ENV DATA_DIR=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
VOLUME /data
CMD ["/venv/bin/python", "-m", "bot", "run"]
