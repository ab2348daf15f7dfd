"""Where random numbers come from: per-trial streams (`per_trial`), and a watch on labels drawn twice (`labels`).

What the whole process holds beside them, an experiment may change for all others; `process_state` puts it back.
"""

from theoremcheck.streams.labels import DrawnTwice, Labels
from theoremcheck.streams.per_trial import Streams, philox4x32, stream_key

__all__ = ["DrawnTwice", "Labels", "Streams", "philox4x32", "stream_key"]
