"""Danger signs in free text: a scan of every message, before anything else looks at it."""

from knowledge.danger.examples import example_problems
from knowledge.danger.scan import Danger, Scan, compile_danger, scan
from knowledge.danger.schema import DangerFile, Sign, Together

__all__ = ["Danger", "DangerFile", "Scan", "Sign", "Together", "compile_danger", "example_problems", "scan"]
