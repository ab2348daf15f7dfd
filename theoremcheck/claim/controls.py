"""Controls: the same check with one hypothesis broken, with one added, and of a learner that learns nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from torch import Tensor

from theoremcheck.claim.parts import ClaimError, Experiment
from theoremcheck.regimes import Sampler
from theoremcheck.streams import Streams

__all__ = ["Baseline", "Control", "PositiveControl"]


@dataclass(frozen=True, kw_only=True)
class Control:
    """The same check with ONE hypothesis of the theorem broken: the prediction must fail there.

    Attributes:
        breaks: The hypothesis that is broken, in words; unique within the claim.
        regimes: Where the broken hypothesis is one on the parameters; otherwise the claim's own.
        experiment: Where the broken hypothesis is one on the experiment; otherwise the claim's own.
    """

    breaks: str
    regimes: Sampler | None = None
    experiment: Experiment | None = None

    def __post_init__(self) -> None:
        """Check that something is broken, and that it is named."""
        if not self.breaks.strip():
            raise ClaimError("Control(breaks='') must say which hypothesis is broken")
        if self.regimes is None and self.experiment is None:
            raise ClaimError(f"the control {self.breaks!r} changes neither regimes nor experiment: it breaks nothing")


@dataclass(frozen=True, kw_only=True)
class PositiveControl:
    """The same check of a refuted claim with ONE hypothesis added, so that the statement is true: it must hold there.

    A refutation is a finding about the statement only if the same experiment and prediction can succeed. What fails
    under the added hypothesis too may be the experiment, the numerics or our reading of the prediction.

    Attributes:
        adds: The hypothesis that is added, in words; unique within the claim.
        regimes: Where the added hypothesis is one on the parameters; otherwise the claim's own.
        experiment: Where the added hypothesis is one on the experiment; otherwise the claim's own.
    """

    adds: str
    regimes: Sampler | None = None
    experiment: Experiment | None = None

    def __post_init__(self) -> None:
        """Check that something is added, and that it is named."""
        if not self.adds.strip():
            raise ClaimError("PositiveControl(adds='') must say which hypothesis is added")
        if self.regimes is None and self.experiment is None:
            raise ClaimError(
                f"the positive control {self.adds!r} changes neither regimes nor experiment: it adds nothing"
            )


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """A learner that learns nothing, asked what the claim asks of training: no verdict depends on it.

    Where the prediction holds for it too, the claim says nothing of what training does; a report says so beside the
    verdict, "supported; also holds before training".

    Attributes:
        when: Words that follow "also holds", such as "before training" or "with shuffled labels"; unique within the
            claim.
        change: Maps a batch of the claim's regimes to that of the learner, for instance to a horizon of 0; None where
            the experiment alone differs.
        experiment: Where the learner needs one of its own; otherwise the claim's.
    """

    when: str
    change: Callable[[Any], Any] | None = None
    experiment: Experiment | None = None

    def __post_init__(self) -> None:
        """Check that the learner is another one, and that it is named."""
        if not self.when.strip():
            raise ClaimError("Baseline(when='') must say when the prediction would also hold, as 'before training'")
        if self.change is None and self.experiment is None:
            raise ClaimError(
                f"the baseline {self.when!r} changes neither regimes nor experiment: it learns as the claim"
            )

    def learner(self, experiment: Experiment) -> Experiment:
        """What is run in place of the claim's experiment, on the claim's own regimes and streams."""
        run = self.experiment or experiment
        return run if self.change is None else partial(_after_change, change=self.change, experiment=run)


def _after_change(
    batch: Any, streams: Streams, change: Callable[[Any], Any], experiment: Experiment
) -> Mapping[str, Tensor]:
    return experiment(change(batch), streams)
