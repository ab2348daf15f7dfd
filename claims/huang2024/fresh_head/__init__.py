"""The two arms compared by heads that are fitted on fresh test data."""
