"""What users type, read: amounts, times, runs, pain, yes and no."""
