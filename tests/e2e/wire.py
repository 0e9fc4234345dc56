"""Calls of the Bot API as they stand in HTTP: a form, a form with files, or JSON."""

import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.e2e.rules import Json, Refused


def refused_response(refused: Refused) -> Response:
    answer: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.retry_after:
        answer["parameters"] = {"retry_after": refused.retry_after}
    return JSONResponse(answer, refused.code)


async def read_values(request: Request) -> Json:
    """The parameters of a call: those that carry JSON decoded, files as their bytes."""
    kind, body = request.headers.get("content-type", ""), await request.body()
    if kind.startswith("application/json"):
        return dict(json.loads(body))
    fields: dict[str, Any] = dict(request.query_params)
    if kind.startswith("multipart/form-data"):
        whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
        for part in whole.iter_parts():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            fields[str(name)] = content if part.get_filename() else bytes(content).decode()
    else:
        fields |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    for name in ("reply_markup", "commands", "allowed_updates"):
        if fields.get(name):
            fields[name] = json.loads(fields[name])
    return fields
