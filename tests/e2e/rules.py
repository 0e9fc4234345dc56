"""What Telegram accepts in a message, with its own words for what it refuses.

Lengths and positions: a text counts in UTF-16 units after the HTML was taken out (the strictest reading of "1-4096
characters after entities parsing"), a position in an error counts UTF-8 bytes of what was sent.
Source: https://core.telegram.org/bots/api and the error texts of github.com/tdlib/td and telegram-bot-api.
"""

import html
import re
from typing import Any

Json = dict[str, Any]

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024
MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
MAX_NOTICE_LENGTH = 200

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>]*)(?P<rest>[^>]*)(?P<close>>?)")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_HREF = re.compile(r"""\shref\s*=\s*["']?([^"'\s]*)""")


class Refused(Exception):  # noqa: N818  it is an answer of the API, named after what it says
    """A call that the Bot API answers with ``ok: false``."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after


def bad_request(what: str) -> Refused:
    return Refused(400, f"Bad Request: {what}")


def length_units(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def unescape(text: str) -> str:
    """Put in the characters for the only references that Telegram knows: four names and numbers."""
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the plain text and its entities. Raises Refused where Telegram does."""

    def refuse(what: str, at: int, more: str = "") -> Refused:
        return bad_request(f"can't parse entities: {what} at byte offset {len(source[:at].encode())}{more}")

    plain, entities, position = "", [], 0
    open_tags: list[tuple[str, int, str]] = []
    for tag in _TAG.finditer(source):
        plain += unescape(source[position : tag.start()])
        position, name, here = tag.end(), tag["name"].lower(), length_units(plain)
        if not tag["end"] and name not in _KINDS and tag.end("name") < len(source):
            raise refuse(f'Unsupported start tag "{name}"', tag.start())
        if not tag["close"]:
            raise refuse("Unclosed end tag" if tag["end"] else "Unclosed start tag", tag.start())
        if not tag["end"]:
            link = _HREF.search(tag["rest"])
            open_tags.append((name, here, unescape(link[1]) if link else ""))
            continue
        if not open_tags:
            raise refuse("Unexpected end tag", tag.start())
        opened, start, url = open_tags.pop()
        if name != opened:
            raise refuse("Unmatched end tag", tag.start(), f', expected "</{opened}>", found "</{name}>"')
        if here > start:
            entities.append(
                {"type": _KINDS[name], "offset": start, "length": here - start} | ({"url": url} if url else {})
            )
    if open_tags:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return plain + unescape(source[position:]), entities


def read_text(values: Json, field: str = "text", longest_units: int = MAX_TEXT_UNITS) -> Json:
    """Return the checked text of a call and its entities, as a Message has them; a caption may be empty."""
    sent, mode = str(values.get(field) or ""), str(values.get("parse_mode") or "").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    plain, entities = parse_html(sent) if mode else (sent, [])
    if field == "text" and not plain.strip():
        raise bad_request("text must be non-empty" if sent else "message text is empty")
    if length_units(plain.strip()) > longest_units:
        raise bad_request("message is too long" if field == "text" else "message caption is too long")
    return {
        field: plain.strip(),
        **({"entities" if field == "text" else "caption_entities": entities} if entities else {}),
    }


def read_keyboard(markup: Json | None) -> Json:
    """Return the checked inline keyboard of a call as a Message has it; nothing if it has none."""
    rows = (markup or {}).get("inline_keyboard") or []
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip():
            raise bad_request("inline keyboard button text must be non-empty")
        if not button.get("callback_data") and not button.get("url"):
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if len(str(button.get("callback_data") or "").encode()) > MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}
