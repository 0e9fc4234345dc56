from io import StringIO

import structlog

from bot.logs import set_up
from bot.metrics import Metrics


def test_lines_of_the_log_are_counted_whether_they_are_written_or_not(logging_as_before: None) -> None:
    metrics, written = Metrics(), StringIO()
    set_up("WARNING", written, metrics.noticed)
    log = structlog.get_logger()

    log.debug("detail")
    log.info("turn", turn=700, kind="Said", node="check.toilet", turn_ms=2.0, show_ms=30.0)
    log.info("alarm", node="reminder.due", late_ms=4000)
    log.warning("telegram_asks_to_wait", seconds=3)

    text = metrics.text(alarms_due=7).decode()
    assert 'backstride_turns_total{kind="Said"} 1.0' in text
    assert 'backstride_turn_seconds_bucket{le="0.0025"} 1.0' in text
    assert "backstride_alarm_late_seconds_sum 4.0" in text
    assert 'backstride_events_total{event="telegram_asks_to_wait",level="warning"} 1.0' in text
    assert "backstride_alarms_due 7.0" in text
    assert "detail" not in text
    assert "700" not in text
    assert [line for line in written.getvalue().splitlines() if "telegram_asks_to_wait" not in line] == []


def test_calls_are_counted_by_method_and_outcome() -> None:
    metrics = Metrics()

    metrics.called("sendMessage", "ok")
    metrics.called("sendMessage", "TooFast")

    text = metrics.text(alarms_due=0).decode()
    assert 'backstride_calls_total{method="sendMessage",outcome="TooFast"} 1.0' in text
