"""The self-check and triage, apart from its flows: answers, levels, danger heard, causes, asking again."""
