"""A small Bot API on loopback, over real HTTP, strict where Telegram is: enough of it for the bot's own tests.

    async with BotApi() as api:                 # the bot under test gets api.url and api.token
        ann = api.person("Ann")
        reply = await ann.say("/start")         # returns when the bot has confirmed the update
        await ann.press("I agree")

A method that is not here is refused, so a test notices when the bot starts to use one.
"""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.e2e.faults import Fault, strike
from tests.e2e.people import Chat, Person, Signal
from tests.e2e.posting import Posting
from tests.e2e.rules import (
    MAX_CAPTION_UNITS,
    MAX_NOTICE_LENGTH,
    NOT_MODIFIED,
    TOO_OLD,
    Json,
    Refused,
    bad_request,
    read_keyboard,
    read_text,
)
from tests.e2e.updates import Updates
from tests.e2e.wire import read_values, refused_response


class BotApi:
    """One bot's API.

    calls: every call with its parameters, in order; faults: what is to go wrong, see ``Fault``.
    ports: where the bot's processes listen, for a webhook; posting: is there once they have set it.
    """

    def __init__(self, port: int = 0) -> None:
        self.token, self.port = "123456789:made-up-token-of-a-test", port
        self.me: Json = {"id": 123456789, "is_bot": True, "first_name": "Backstride", "username": "backstride_test_bot"}
        self.happened = Signal()
        self.updates = Updates(self.happened)
        self.calls: list[tuple[str, Json]] = []
        self.faults: list[Fault] = []
        self.people: list[Person] = []
        self.commands: list[Json] = []
        self.ports: list[int] = []
        self.posting: Posting | None = None
        self._chats: dict[int, Chat] = {}
        self._queries: dict[str, Person] = {}
        self._query_ids = count(1)
        self._methods: dict[str, Callable[[Json], Any]] = {
            "getme": lambda _: self.me | {"can_join_groups": True, "can_read_all_group_messages": False},
            "deletewebhook": lambda _: True,
            "setwebhook": self._set_webhook,
            "setmycommands": self._set_commands,
            "getmycommands": lambda _: self.commands,
            "sendmessage": lambda values: self._send(values, read_text(values)),
            "sendphoto": lambda values: self._send_file(values, "photo"),
            "senddocument": lambda values: self._send_file(values, "document"),
            "editmessagetext": self._edit,
            "answercallbackquery": self._answer_query,
        }
        paths = ("/bot{token}/{method}", "/{process}/bot{token}/{method}")
        self._app = Starlette(routes=[Route(path, self._handle, methods=["GET", "POST"]) for path in paths])
        self._server: uvicorn.Server | None = None

    # Life

    @property
    def url(self) -> str:
        """The base address that the bot puts before its token."""
        return f"http://127.0.0.1:{self.port}/bot"

    def url_for(self, process: str) -> str:
        """The same for one of several processes, so that a fault can tell whom it struck."""
        return f"http://127.0.0.1:{self.port}/{process}/bot"

    async def start(self) -> None:
        """Listen; after a ``stop`` on the same port again, with everything still remembered."""
        config = uvicorn.Config(
            self._app, "127.0.0.1", self.port, lifespan="off", ws="none", http="h11", log_config=None, access_log=False
        )
        config.load()
        self._server = uvicorn.Server(config)
        # Not serve(): it would take over the signals of the process that runs the tests.
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup()
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Vanish: every connection is cut, new ones are refused."""
        assert self._server is not None, "not started"
        for listener in self._server.servers:
            listener.close()
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()
        self.updates.close()
        if self.posting is not None:
            await self.posting.stop()
        await asyncio.gather(*self._server.server_state.tasks)
        self._server = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # For tests

    def person(self, name: str = "Wilhelmina") -> Person:
        """A new user, who has not written yet."""
        self.people.append(Person(self, 1000 + len(self.people), name))
        self._chats[self.people[-1].about["id"]] = self.people[-1].chat
        return self.people[-1]

    def group(self) -> Chat:
        """A new group with the bot in it."""
        chat = Chat({"id": -100_000 - len(self._chats), "type": "supergroup", "title": "Runners"})
        return self._chats.setdefault(chat.about["id"], chat)

    def fault(self, kind: str, method: str = "*", times: int = 1, retry_after: int = 1) -> Fault:
        """Make the next ``times`` calls of a method go wrong; see ``Fault``."""
        self.faults.append(Fault(kind, method.lower(), times, retry_after))
        return self.faults[-1]

    def count(self, method: str) -> int:
        return sum(name == method.lower() for name, _ in self.calls)

    async def next_poll(self) -> None:
        """Wait for a getUpdates that begins after this call."""
        await self.next_call("getUpdates")

    async def next_call(self, method: str) -> None:
        """Wait for a call of the method that begins after this call."""
        before = self.count(method)
        await self.happened.until(lambda: self.count(method) > before)

    # What a chat needs

    def deliver(self, kind: str, payload: Json) -> int:
        number = self.updates.add({kind: payload})
        if self.posting is not None:
            self.posting.begin(self.updates.waiting[number])
        return number

    def has_confirmed(self, update_id: int) -> bool:
        return update_id not in self.updates.waiting

    def start_query(self, person: Person) -> str:
        number = str(next(self._query_ids))
        self._queries[number] = person
        return number

    # The way of a call

    async def _handle(self, request: Request) -> Response:
        method, values = request.path_params["method"].lower(), await read_values(request)
        self.calls.append((method, values))
        fault = next((fault for fault in self.faults if fault.is_due(method)), None)
        self.happened.give()
        if fault is None:
            return await self._answer(request, method, values)
        return await strike(fault, request, self._connections(), lambda: self._answer(request, method, values))

    async def _answer(self, request: Request, method: str, values: Json) -> Response:
        try:
            return JSONResponse({"ok": True, "result": await self._run(request.path_params["token"], method, values)})
        except Refused as refused:
            return refused_response(refused)
        finally:
            self.happened.give()

    async def _run(self, token: str, method: str, values: Json) -> object:
        if token != self.token:
            raise Refused(401, "Unauthorized")
        if method == "getupdates":
            return await self.updates.get(values)
        if method not in self._methods:
            raise Refused(404, "Not Found: method not found")
        return self._methods[method](values)

    def _connections(self) -> list[Any]:
        return list(self._server.server_state.connections) if self._server else []

    # Methods

    def _chat(self, values: Json) -> Chat:
        if not values.get("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self._chats.get(int(values["chat_id"]))
        if chat is None:
            raise bad_request("chat not found")
        if chat.is_blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if not chat.may_write:
            raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def _send(self, values: Json, content: Json) -> Json:
        keyboard, chat = read_keyboard(values.get("reply_markup")), self._chat(values)
        message = chat.keep(self.me, content | keyboard)
        chat.show(message)
        return message

    def _send_file(self, values: Json, kind: str) -> Json:
        if not values.get(kind):
            raise bad_request(f"there is no {kind} in the request")
        file: Json = {"file_id": "sent", "file_unique_id": "sent", "file_size": len(str(values[kind]))}
        content = read_text(values, "caption", MAX_CAPTION_UNITS)
        return self._send(values, content | {kind: [file | {"width": 1, "height": 1}] if kind == "photo" else file})

    def _edit(self, values: Json) -> Json:
        content, keyboard, chat = read_text(values), read_keyboard(values.get("reply_markup")), self._chat(values)
        message = chat.messages.get(int(values.get("message_id") or 0))
        if message is None:
            raise bad_request("message to edit not found")
        if message["from"] != self.me:
            raise bad_request("message can't be edited")
        fixed = {key: message[key] for key in ("message_id", "date", "chat", "from")}
        changed = fixed | content | keyboard
        if changed == {key: value for key, value in message.items() if key != "edit_date"}:
            raise bad_request(NOT_MODIFIED)
        chat.messages[message["message_id"]] = changed | {"edit_date": 1_790_000_002}
        chat.show(changed, edited=True)
        return chat.messages[message["message_id"]]

    def _answer_query(self, values: Json) -> bool:
        person = self._queries.pop(str(values.get("callback_query_id")), None)
        if person is None:
            raise bad_request(TOO_OLD)
        notice = str(values.get("text") or "")
        if len(notice) > MAX_NOTICE_LENGTH:
            raise bad_request("MESSAGE_TOO_LONG")
        person.notices.append(notice)
        return True

    def _set_webhook(self, values: Json) -> bool:
        if not str(values["url"]).startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if self.posting is None:
            self.posting = Posting(self.updates, values["url"], values["secret_token"], self.ports)
        return True

    def _set_commands(self, values: Json) -> bool:
        if any(not command["command"] or not command["description"].strip() for command in values["commands"]):
            raise bad_request("command description must be non-empty")
        self.commands = values["commands"]
        return True
