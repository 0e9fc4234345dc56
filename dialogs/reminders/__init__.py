"""Reminders, apart from their flows: when they are due, how they are said, what a busy hour means."""
