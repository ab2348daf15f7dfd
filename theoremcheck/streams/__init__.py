"""Per-trial random streams (`per_trial`), and a watch on labels that are drawn twice (`labels`)."""

from theoremcheck.streams.labels import DrawnTwice, Labels
from theoremcheck.streams.per_trial import Streams, philox4x32, stream_key

__all__ = ["DrawnTwice", "Labels", "Streams", "philox4x32", "stream_key"]
