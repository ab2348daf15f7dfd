"""Calling an experiment while somebody stands beside it.

It stands in this room because `streams.labels` names the lines of callers outside of it: whoever watches an experiment
is none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from torch import Tensor

if TYPE_CHECKING:
    from theoremcheck.streams.per_trial import Streams

__all__ = ["call_beside"]


def call_beside(
    batch: Any,
    streams: Streams,
    *,
    experiment: Callable[[Any, Streams], Mapping[str, Tensor]],
    returned: Callable[[Streams], None],
    raised: Callable[[Streams, BaseException], None],
) -> Mapping[str, Tensor]:
    """What an experiment returns; somebody is told that it did, or what it raised, which goes on as it was."""
    try:
        found = experiment(batch, streams)
    except BaseException as error:
        raised(streams, error)
        raise
    returned(streams)
    return found
