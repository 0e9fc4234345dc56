"""Consent, alarms, changes of content: what ``respond`` does besides the questions themselves."""

from dataclasses import replace
from datetime import timedelta

from dialogs import UserState, respond
from dialogs.events import CameDue, Chose, Commanded, Edited, Said, Shared
from dialogs.replies import DropAlarm, SetAlarm
from dialogs.state import Check, Correction, Doubt, Reminder, ReminderDraft, from_json, to_json
from dialogs.wording import message
from knowledge.levels import Level
from tests.dialogs.walking import SUNDAY_8AM, agreed_player, answer_until, the_content

CONTENT = the_content()
RUN_DAYS = Reminder("r1", "warm_up", (0, 2), "06:30", "Europe/London")
AGREED = UserState(agreed_at=SUNDAY_8AM, seen_at=SUNDAY_8AM)


def said_by(state: UserState, event: Said | Chose | Commanded | Shared | Edited | CameDue) -> str:
    turn = respond(state, event, CONTENT, SUNDAY_8AM)
    return "\n".join(message(reply, CONTENT).text for reply in turn.replies)


def test_nothing_is_kept_before_consent() -> None:
    for event in (Commanded("start"), Said("my back hurts"), Commanded("check"), Chose("decline"), Shared("photo")):
        assert respond(UserState(), event, CONTENT, SUNDAY_8AM).state == UserState()


def test_consent_leads_on_to_what_was_asked_for() -> None:
    welcome = respond(UserState(), Commanded("start", "check"), CONTENT, SUNDAY_8AM)
    agree = welcome.replies[0].rows[0][0].option

    turn = respond(UserState(), Chose(agree), CONTENT, SUNDAY_8AM)

    assert turn.state.node == "check.region"
    assert turn.state.agreed_at == SUNDAY_8AM


def test_a_deep_link_opens_a_topic() -> None:
    assert CONTENT.topics["run_through_pain"].answer in said_by(AGREED, Commanded("start", "topic-run_through_pain"))


def test_privacy_and_help_can_be_read_before_consent() -> None:
    assert "Your words and answers are never written to a log" in said_by(UserState(), Commanded("privacy"))
    assert "/check looks for danger signs" in said_by(UserState(), Commanded("help"))


def test_a_photo_a_voice_message_or_an_edit_gets_a_friendly_line_and_changes_nothing() -> None:
    player = agreed_player()
    player.play(Commanded("check"))
    answer_until(player, "check.fever", {})
    for event in (Shared("photo"), Shared("voice"), Shared("sticker"), Edited("no")):
        turn = respond(player.state, event, CONTENT, player.now)
        assert turn.state == player.state
        assert "Question" in message(turn.replies[0], CONTENT).text


def test_a_due_reminder_is_sent_and_the_next_one_set() -> None:
    due = SUNDAY_8AM + timedelta(hours=22, minutes=30)
    state = replace(AGREED, reminders=(RUN_DAYS,))

    turn = respond(state, CameDue("reminder.r1", due), CONTENT, due + timedelta(seconds=3))

    assert "Time for" in message(turn.replies[0], CONTENT).text
    assert turn.alarms == (SetAlarm("reminder.r1", due + timedelta(days=2), "06:30", "Europe/London"),)


def test_a_reminder_that_is_more_than_an_hour_late_is_skipped_and_the_user_told() -> None:
    state = replace(AGREED, reminders=(RUN_DAYS,))

    turn = respond(state, CameDue("reminder.r1", SUNDAY_8AM), CONTENT, SUNDAY_8AM + timedelta(hours=5))

    assert "couldn't send your 06:30 reminder" in message(turn.replies[0], CONTENT).text
    assert turn.alarms[0].key == "reminder.r1"


def test_an_alarm_of_a_removed_reminder_says_nothing() -> None:
    turn = respond(AGREED, CameDue("reminder.r9", SUNDAY_8AM), CONTENT, SUNDAY_8AM)

    assert turn.replies == ()
    assert turn.alarms == ()


def test_removing_a_reminder_drops_its_alarms() -> None:
    state = replace(AGREED, node="reminder.list", reminders=(RUN_DAYS,))

    turn = respond(state, Chose("remove.r1", "reminder.list", "0"), CONTENT, SUNDAY_8AM)

    assert turn.alarms == (DropAlarm("reminder.r1"), DropAlarm("snooze.r1"))


def test_changing_the_zone_moves_the_alarms() -> None:
    state = replace(AGREED, node="settings.zone", reminders=(RUN_DAYS,), zone="Europe/London")

    asked = respond(state, Said("Tokyo"), CONTENT, SUNDAY_8AM)
    turn = respond(asked.state, Said("yes"), CONTENT, SUNDAY_8AM)

    assert [alarm.zone for alarm in turn.alarms if isinstance(alarm, SetAlarm)] == ["Asia/Tokyo"]
    assert turn.state.reminders[0].wall == "06:30"


def test_a_question_that_the_content_no_longer_has_is_told_and_the_check_goes_on() -> None:
    check = Check(SUNDAY_8AM, {"age": "age_18_50", "gone": "yes"}, ("age", "gone"))
    state = replace(AGREED, node="check.gone", region="uk", check=check)

    turn = respond(state, Said("yes"), CONTENT, SUNDAY_8AM)

    assert turn.state.node == "check.toilet"
    assert "My questions were updated" in message(turn.replies[0], CONTENT).text


def test_a_node_that_no_longer_exists_leads_home() -> None:
    assert respond(replace(AGREED, node="old.flow"), Said("hi"), CONTENT, SUNDAY_8AM).state.node == "home.idle"


def test_a_doubt_or_a_region_that_the_content_no_longer_has_is_let_go() -> None:
    state = replace(AGREED, node="doubt.ask", doubt=Doubt("gone", "settings.menu"), region="atlantis")

    turn = respond(state, Said("no"), CONTENT, SUNDAY_8AM)

    assert (turn.state.node, turn.state.doubt, turn.state.region) == ("settings.menu", None, None)


def test_the_state_passes_through_json_unharmed() -> None:
    check = Check(
        SUNDAY_8AM,
        {"age": "over_50"},
        ("age", "toilet"),
        {"fever": Level.URGENT},
        {"toilet": Level.EMERGENCY},
        (Correction("fever", "no", SUNDAY_8AM),),
        finishing=True,
        deeper=True,
        ended_at=SUNDAY_8AM,
    )
    state = UserState(
        "check.toilet",
        7,
        SUNDAY_8AM,
        "uk",
        "Europe/London",
        check,
        ReminderDraft((1, 2), "07:00", "r1"),
        (RUN_DAYS,),
        3,
        1,
        Doubt("toilet", "home.idle"),
        SUNDAY_8AM,
        SUNDAY_8AM,
    )

    assert from_json(to_json(state)) == state


def test_a_state_with_fields_of_another_version_is_read() -> None:
    assert from_json(b'{"node": "home.idle", "from_the_future": 1}') == UserState()


def test_a_danger_sign_before_consent_is_answered_and_nothing_is_kept() -> None:
    turn = respond(UserState(), Said("i can't pee and my legs are numb"), CONTENT, SUNDAY_8AM)

    text = "\n".join(message(reply, CONTENT).text for reply in turn.replies)
    assert turn.state == UserState()
    assert "call your local emergency number" in text
    assert "agree.check" in {button.option for reply in turn.replies for row in reply.rows for button in row}


def test_a_danger_sign_in_an_edited_message_counts() -> None:
    turn = respond(AGREED, Edited("i can't pee any more"), CONTENT, SUNDAY_8AM)

    assert turn.state.node == "check.emergency"
