"""The set-up of a reminder, opened with what is known already."""

from dataclasses import replace

from dialogs.flows.reminder import new_draft
from dialogs.reminders.drafting import with_kind
from dialogs.state import ReminderDraft, UserState
from dialogs.talk import Step
from knowledge.load import Knowledge


def reminder_wish(kind: str, days: tuple[int, ...], state: UserState, knowledge: Knowledge) -> Step | None:
    """Return the step into the set-up of this kind of reminder on these days; None if there is no such kind."""
    known = knowledge.reminders.get(kind)
    if known is None:
        return None
    draft = with_kind(ReminderDraft(kind="", days=days if known.rhythm == "weekly" else ()), known)
    return Step("wished", replace(new_draft(state), draft=draft))
