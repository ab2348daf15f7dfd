"""Data model 2: the captions of other classes tell a class's details apart, and labels do not."""
