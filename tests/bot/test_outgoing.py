from dataclasses import replace
from datetime import date

import pytest

from bot.drawing import Drawing
from bot.failures import NoAnswer, Refused, TooFast, Unreachable
from bot.incoming import Tap
from bot.outgoing import Messenger, parts
from bot.turn import Outcome
from dialogs.attachments import Attachment, Document, PainChart
from dialogs.replies import Button, Say
from dialogs.wording import Message, Paragraph
from tests.fakes import FakeBotApi, FakeClock, Shown

GO = Button(Say("go"), "go", "home.idle", "1")
TAP = Tap("q", 7)


def plain(*texts: str, replaces: bool = False) -> Message:
    return Message(tuple(Paragraph(text, "plain") for text in texts), ((("Go", GO),),), replaces)


async def show(api: FakeBotApi, message: Message, tap: Tap | None = None, notice: str = "") -> FakeClock:
    clock = FakeClock()
    await Messenger(api, clock).show(41, Outcome((message,), notice), tap)
    return clock


def test_paragraphs_are_escaped_strong_ones_bold_and_items_listed() -> None:
    message = Message(
        (
            Paragraph("Call <now> & go", "strong"),
            Paragraph("because", "plain"),
            Paragraph("one", "item"),
            Paragraph("two", "item"),
        )
    )

    [part] = parts(message)

    assert part.text == "<b>Call &lt;now&gt; &amp; go</b>\n\nbecause\n\n• one\n• two"


def test_a_long_message_is_cut_where_paragraphs_end_and_the_keyboard_stays_under_the_last() -> None:
    first, second, third = "a" * 2000, "b" * 2094, "c"

    cut = parts(plain(first, second, third))

    assert [part.text for part in cut] == [f"{first}\n\n{second}", third]
    assert [part.rows for part in cut] == [(), ((("Go", "home.idle~go~1"),),)]


@pytest.mark.parametrize(("letter", "units"), [("a", 1), ("é", 1), ("🏃", 2), ("<", 1)])
def test_a_paragraph_that_is_too_long_by_itself_is_cut_so_that_each_part_fits(letter: str, units: int) -> None:
    cut = parts(plain(letter * 9000))

    texts = [part.text.replace("&lt;", "<") for part in cut]
    assert "".join(texts) == letter * 9000
    assert all(len(text) * units <= 4096 for text in texts)


def test_a_paragraph_that_is_too_long_is_cut_at_blanks_if_it_has_any() -> None:
    words = "word " * 2000

    cut = parts(plain(words))

    assert all(set(part.text.split(" ")) == {"word"} for part in cut)


def test_button_data_of_more_than_64_bytes_is_refused() -> None:
    long = Button(Say("go"), "o" * 60, "home.idle", "1")

    with pytest.raises(ValueError, match="64 bytes"):
        parts(Message((Paragraph("?", "plain"),), ((("Go", long),),)))


async def test_a_reply_to_a_tap_takes_the_place_of_the_question() -> None:
    api = FakeBotApi()

    await show(api, plain("Next?", replaces=True), TAP, "Noted.")

    assert api.shown == [Shown(41, "Next?", ((("Go", "home.idle~go~1"),),), 7)]
    assert api.notices == ["Noted."]


@pytest.mark.parametrize("tap", [None, Tap("q", None)])
async def test_where_nothing_can_be_edited_the_message_is_sent(tap: Tap | None) -> None:
    api = FakeBotApi()

    await show(api, plain("Next?", replaces=True), tap)

    assert [shown.message_id for shown in api.shown] == [None]


async def test_an_edit_that_changes_nothing_is_done() -> None:
    api = FakeBotApi(failures={"edit": [Refused(is_same=True)]})

    await show(api, plain("Next?", replaces=True), TAP)

    assert api.shown == []


async def test_an_edit_that_is_refused_becomes_a_new_message() -> None:
    api = FakeBotApi(failures={"edit": [Refused()]})

    await show(api, plain("Next?", replaces=True), TAP)

    assert [(shown.text, shown.message_id) for shown in api.shown] == [("Next?", None)]


async def test_a_tap_that_is_too_old_to_be_answered_still_gets_its_message() -> None:
    api = FakeBotApi(failures={"answer_tap": [Refused()]})

    await show(api, plain("Next?"), TAP, "Noted.")

    assert api.texts == ["Next?"]


async def test_a_message_is_sent_again_with_growing_pauses_until_it_is_out() -> None:
    api = FakeBotApi(failures={"send": [NoAnswer(), NoAnswer(), NoAnswer(), TooFast(7), NoAnswer()]})

    clock = await show(api, plain("Hello."))

    assert api.texts == ["Hello."]
    assert clock.slept == [0.5, 1, 2, 7, 4]


async def test_a_message_that_is_refused_for_good_is_passed_over() -> None:
    api = FakeBotApi(failures={"send": [Refused()]})

    clock = await show(api, plain("Hello."))

    assert (api.shown, clock.slept) == ([], [])


async def test_a_user_who_blocked_the_bot_is_told_to_the_caller() -> None:
    api = FakeBotApi(failures={"send": [Unreachable()]})

    with pytest.raises(Unreachable):
        await show(api, plain("Hello."))


class BrokenDrawing(Drawing):
    """A drawing room in which nothing can be drawn."""

    async def file(self, attachment: Attachment) -> None:
        del attachment


def with_chart(text: str) -> Message:
    day = date(2026, 3, 2)
    chart = PainChart("Your pain", ((day, 4.0),), (), ((day, "2 Mar"),), "Worst of the day", "Run")
    return replace(plain(text, replaces=True), attachment=chart)


async def test_a_chart_is_sent_as_a_picture_with_the_words_and_buttons_below_it() -> None:
    api = FakeBotApi()

    await show(api, with_chart("It went <down>."), TAP)

    [shown] = api.shown
    assert shown.file.startswith(b"\x89PNG")
    assert (shown.text, shown.message_id) == ("It went &lt;down&gt;.", None)
    assert shown.rows == ((("Go", "home.idle~go~1"),),)


async def test_words_that_are_too_long_for_a_caption_go_before_the_picture() -> None:
    api = FakeBotApi()

    await show(api, with_chart("a" * 1025))

    assert [(shown.text, bool(shown.file), bool(shown.rows)) for shown in api.shown] == [
        ("a" * 1025, False, True),
        ("", True, False),
    ]


async def test_a_picture_that_cannot_be_drawn_becomes_one_of_letters() -> None:
    api = FakeBotApi()

    await Messenger(api, FakeClock(), BrokenDrawing()).show(41, Outcome((with_chart("It went down."),)))

    words, letters = api.shown
    assert (words.text, words.rows) == ("It went down.", ())
    assert letters.text.startswith("<pre>Your pain\n")
    assert letters.rows


async def test_a_picture_that_telegram_refuses_leaves_its_words() -> None:
    api = FakeBotApi(failures={"send_picture": [Refused()]})

    await show(api, with_chart("It went down."))

    assert [(shown.text, shown.file, bool(shown.rows)) for shown in api.shown] == [("It went down.", b"", True)]


async def test_a_picture_is_sent_again_until_it_is_out() -> None:
    api = FakeBotApi(failures={"send_picture": [NoAnswer(), TooFast(7)]})

    clock = await show(api, with_chart("It went down."))

    assert [bool(shown.file) for shown in api.shown] == [True]
    assert clock.slept == [0.5, 7]


async def test_a_file_is_sent_as_a_document() -> None:
    api = FakeBotApi()

    await show(api, replace(plain("All of it."), attachment=Document("log.json", "{}")))

    assert [(shown.text, shown.file) for shown in api.shown] == [("All of it.", b"{}")]
