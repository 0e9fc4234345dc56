"""Measurements of the FAQ search. Not part of what is installed."""
