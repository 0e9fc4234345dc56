"""What is counted for Prometheus: how many, how fast, what failed. Never who, and never a word.

Most of it is counted from the log lines, which tell everything that happens once and hold nothing private.
"""

from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_LATE = (1, 5, 15, 60, 300, 900, 1800, 3600)


class Metrics:
    """All counters of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        own = self._registry
        self._turns = Counter("backstride_turns", "Turns, by kind of event", ["kind"], registry=own)
        self._deciding = Histogram("backstride_turn_seconds", "Deciding and saving", buckets=_QUICK, registry=own)
        self._showing = Histogram("backstride_show_seconds", "Until the answer is out", buckets=_QUICK, registry=own)
        self._late = Histogram("backstride_alarm_late_seconds", "How late alarms were", buckets=_LATE, registry=own)
        self._due = Gauge("backstride_alarms_due", "Alarms that are due and not gone off", registry=own)
        self._events = Counter("backstride_events", "Lines of the log, by event", ["event", "level"], registry=own)
        self._calls = Counter("backstride_calls", "Calls to Telegram", ["method", "outcome"], registry=own)

    def noticed(self, line: Mapping[str, Any]) -> None:
        """Count a line of the log, given before it is written."""
        event = line["event"]
        self._events.labels(event, line["level"]).inc()
        if event == "turn":
            self._turns.labels(line["kind"]).inc()
            self._deciding.observe(line["turn_ms"] / 1000)
            self._showing.observe(line["show_ms"] / 1000)
        elif event == "alarm":
            self._late.observe(line["late_ms"] / 1000)

    def called(self, method: str, outcome: str) -> None:
        """Count a call to Telegram. outcome: "ok" or the name of the failure."""
        self._calls.labels(method, outcome).inc()

    def text(self, alarms_due: int) -> bytes:
        """Return all counters in Prometheus' text format."""
        self._due.set(alarms_due)
        return generate_latest(self._registry)
