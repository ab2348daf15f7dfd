"""What the text of an error leaves out: which observables a prediction was asked of, which conditions admit no regime.

The text comes from NumPy, which names two shapes that do not fit, or from a sampler that found nothing. What it was
about becomes a note on the error: Python prints notes below its text, and they travel between processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from traceback import walk_tb
from typing import Any

import numpy as np
import torch

from theoremcheck.boundary.slices import admitted
from theoremcheck.digests.expressions import expression_of
from theoremcheck.predictions.holding import read
from theoremcheck.regimes import Condition, RegimeError, Regimes
from theoremcheck.streams import Streams, stream_key

__all__ = ["asked_of", "errors_noted", "with_notes"]

_DRAWS = 10_000


@contextmanager
def errors_noted() -> Iterator[None]:
    """Note on an error what its text leaves out; also for a function, as a decorator."""
    try:
        yield
    except Exception as error:
        if (note := asked_of(error) or _conditions_of(error)) is not None:
            error.add_note(note)
        raise


def asked_of(error: BaseException) -> str | None:
    """What a prediction was asked of when it raised an error, in words; None where no prediction raised it."""
    if (called := _innermost(error, read)) is None:
        return None
    prediction, observed = called["prediction"], called["observed"]
    shapes = (f"{name} of shape {np.shape(observed[name])}" for name in prediction.observables)
    return f"the prediction {prediction.sentence!r} was asked of {' and '.join(shapes)}: the first axis is the trials"


def with_notes(error: BaseException) -> str:
    """An error with its notes, in one line."""
    return "; ".join([f"{type(error).__name__}: {error}".strip(), *getattr(error, "__notes__", ())])


def _conditions_of(error: BaseException) -> str | None:
    """How many draws each condition admits, where a sampler found no admissible point."""
    if not isinstance(error, RegimeError) or (called := _innermost(error, Regimes.sample)) is None:
        return None
    regimes: Regimes = called["self"]
    columns = regimes.with_(()).sample(Streams(stream_key("conditions"), torch.arange(_DRAWS)))
    alone = [f"`{_code_of(one)}` {admitted((one,), columns, _DRAWS).sum()}" for one in regimes.where]
    return f"of {_DRAWS} draws its conditions admit: {', '.join(alone)}"


def _innermost(error: BaseException, function: Callable[..., Any]) -> dict[str, Any] | None:
    """The local names of the innermost call of a function through which an error came."""
    found = [
        frame.f_locals
        for frame, _ in walk_tb(error.__traceback__)
        if frame.f_code is getattr(function, "__code__", None)
    ]
    return found[-1] if found else None


def _code_of(condition: Condition) -> str:
    return expression_of(condition) or getattr(condition, "__qualname__", repr(condition))
