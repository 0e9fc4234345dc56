"""The content, and the code that reads it."""
