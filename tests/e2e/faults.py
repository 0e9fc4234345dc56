"""What can go wrong between the bot and Telegram, on demand."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tests.e2e.rules import Refused
from tests.e2e.wire import refused_response

KINDS = ("429", "500", "502", "close", "close_after", "hang", "hang_after")
BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


@dataclass
class Fault:
    """A fault that strikes the next ``times`` calls of ``method`` (lower case; "*": any but getUpdates).

    429, 500, 502: the call is not processed and gets this answer; 502 is the HTML page of a proxy.
    close, close_after: the connection is cut before or after the call was processed.
    hang, hang_after: there is never an answer, until the bot goes away; the call is not processed, or is.
    callers: the names of the processes whose calls it struck; see ``BotApi.url_for``.
    """

    kind: str
    method: str
    times: int
    retry_after: int
    struck: int = 0
    callers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}")

    def is_due(self, method: str) -> bool:
        if self.struck >= self.times or (method == "getupdates" if self.method == "*" else method != self.method):
            return False
        self.struck += 1
        return True


async def strike(
    fault: Fault, request: Request, connections: list[Any], answer: Callable[[], Awaitable[Response]]
) -> Response:
    """Let the call go wrong. connections: uvicorn's, one of which carries the call."""
    fault.callers.append(request.path_params.get("process", ""))
    if fault.kind == "502":
        return HTMLResponse(BAD_GATEWAY, 502)
    if fault.kind == "500":
        return refused_response(Refused(500, "Internal Server Error"))
    if fault.kind == "429":
        wait = f"Too Many Requests: retry after {fault.retry_after}"
        return refused_response(Refused(429, wait, fault.retry_after))
    if fault.kind.endswith("_after"):
        await answer()
    if fault.kind.startswith("close"):
        for connection in connections:
            if connection.client == tuple(request.scope["client"]):
                connection.transport.abort()
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response()
