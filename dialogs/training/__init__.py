"""Routines, the return to running and the plan, apart from their flows."""
