"""What workers and controller of a pytest run call each other's messages; apart, since it has to load quickly."""

__all__ = ["RECORD"]

RECORD = "theoremcheck"
"""Name of the user property that holds a claim's record, and of a worker's input that says where the evidence lies."""
