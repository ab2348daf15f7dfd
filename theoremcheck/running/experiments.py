"""Running the trials of one series, and turning whatever happens into outcomes."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial
from theoremcheck.regimes import batch_of, recorded_values
from theoremcheck.running.batches import BatchSizes, is_out_of_memory
from theoremcheck.series.drawing import by_shape, streams_of
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series
from theoremcheck.vocabulary import Precision

__all__ = ["ContractError", "Laboratory"]

Arrays = dict[str, NDArray[np.float64]]
"""Observables of a batch: one row a trial."""


class ContractError(TypeError):
    """An experiment that returned something other than the observables it owes."""


class Laboratory:
    """Runs trials of a claim's series on one device.

    Attributes:
        seconds: Time spent in experiments so far, apart from everything around them.
        warnings: Distinct warnings that experiments gave; they change no outcome.
    """

    def __init__(self, claim: Claim, device: torch.device, sizes: BatchSizes) -> None:
        """Nothing is run yet."""
        self.seconds = 0.0
        self.warnings: set[str] = set()
        self._claim, self._device, self._sizes = claim, device, sizes

    def batches(self, series: Series, points: Mapping[int, Any], precision: Precision) -> Iterator[list[Trial]]:
        """Run trials of a series.

        Args:
            series: The series.
            points: The regime of each trial, by number; the number also names the trial's streams.
            precision: As the claim declares it, or in float64 and with half the step.

        Yields:
            Each batch as soon as it is trained.
        """

        def train(piece: Sequence[int]) -> list[Trial]:
            return self._batch(series, piece, points, precision)

        for shape, members in by_shape(points):
            yield from self._sizes.run((series.label, precision, shape), members, train)

    def _batch(
        self, series: Series, indices: Sequence[int], points: Mapping[int, Any], precision: Precision
    ) -> list[Trial]:
        """Train a batch; where the experiment raises, halve it until the trials that raise stand alone."""
        started = time.perf_counter()
        blank = [self._blank(series, index, points[index], precision) for index in indices]
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                observed = self._experiment(series, indices, points, precision)
            self.warnings.update(f"{item.category.__name__}: {item.message}" for item in caught)
            trials = _observed(blank, observed)
        except ContractError as error:
            trials = [replace(trial, error=str(error)) for trial in blank]
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:
            # Anything may go wrong in a stranger's experiment, an exit or a test framework's skip included: it is an
            # outcome of its draw, recorded with its text.
            if len(indices) > 1 and is_out_of_memory(error):
                raise
            if len(indices) > 1:
                half = len(indices) // 2
                return [
                    trial
                    for part in (indices[:half], indices[half:])
                    for trial in self._batch(series, part, points, precision)
                ]
            trials = [replace(blank[0], error=f"{type(error).__name__}: {error}")]
        elapsed = time.perf_counter() - started
        self.seconds += elapsed
        margins = readings_of(self._claim, trials).margins
        return [
            replace(trial, seconds=round(elapsed / len(trials), 7), margin=None if trial.error else float(margin))
            for trial, margin in zip(trials, margins, strict=True)
        ]

    def _blank(self, series: Series, index: int, point: Any, precision: Precision) -> Trial:
        regime = recorded_values(point)
        return Trial(series=series.label, index=index, claim=self._claim.name, regime=regime, precision=precision)

    def _experiment(
        self, series: Series, indices: Sequence[int], points: Mapping[int, Any], precision: Precision
    ) -> Arrays:
        claim, trials = self._claim, len(indices)
        refined = precision is Precision.REFINED
        dtype = torch.float64 if refined else claim.dtype
        batch = batch_of([points[index] for index in indices], dtype, self._device)
        if refined and claim.trust.refine is not None:
            batch = claim.trust.refine(batch)
        streams = streams_of(series, indices, dtype, self._device)
        if claim.scale is None:
            return _checked(series.experiment(batch, streams), claim, trials)
        rungs = []
        for factor in claim.scale.factors:
            grown = claim.scale.grow(batch, factor)
            abscissa = torch.as_tensor(getattr(grown, claim.scale.field), dtype=torch.float64).expand(trials)
            rungs.append(_checked({**series.experiment(grown, streams), claim.scale.field: abscissa}, claim, trials))
        return {name: np.stack([rung[name] for rung in rungs], axis=1) for name in rungs[0]}


def _observed(blank: Sequence[Trial], observed: Arrays) -> list[Trial]:
    return [
        replace(trial, observables={name: values[row].tolist() for name, values in observed.items()})
        for row, trial in enumerate(blank)
    ]


def _checked(returned: Any, claim: Claim, trials: int) -> Arrays:
    """The observables as float64 arrays, or a ContractError that says what came and what was expected."""
    if not isinstance(returned, Mapping):
        raise ContractError(f"the experiment returned a {type(returned).__name__}, expected named observables")
    missing = [name for name in claim.prediction.observables if name not in returned]
    if missing:
        raise ContractError(f"the experiment returned {sorted(returned)}, but the prediction needs {missing}")
    return {name: _array(name, value, trials) for name, value in returned.items()}


def _array(name: str, value: Any, trials: int) -> NDArray[np.float64]:
    if not isinstance(value, Tensor | np.ndarray):
        raise ContractError(f"observable {name!r} is a {type(value).__name__}, expected a tensor of shape ({trials},)")
    array = value.detach().cpu().double().numpy() if isinstance(value, Tensor) else np.asarray(value, dtype=np.float64)
    if array.ndim not in (1, 2) or array.shape[0] != trials:
        raise ContractError(
            f"observable {name!r} has shape {array.shape}, expected ({trials},) or ({trials}, points): one row a trial"
        )
    return array
