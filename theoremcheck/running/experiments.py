"""Running the trials of one series, and turning whatever happens into outcomes."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from theoremcheck.claim import Claim, Experiment
from theoremcheck.evidence import Trial
from theoremcheck.regimes import batch_of, recorded_values
from theoremcheck.running.batches import BatchSizes, is_out_of_memory
from theoremcheck.running.handed import Handed
from theoremcheck.running.observed import Arrays, ContractError, observed
from theoremcheck.running.raised import in_words, was_interrupted
from theoremcheck.series.drawing import by_shape, streams_of
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series
from theoremcheck.streams import Labels, Streams
from theoremcheck.streams.files_read import files_noted
from theoremcheck.streams.process_state import watched
from theoremcheck.vocabulary import Precision

__all__ = ["Laboratory"]


class Laboratory:
    """Runs trials of a claim's series on one device.

    Attributes:
        seconds: Time spent in experiments so far, apart from everything around them.
        warnings: Distinct warnings that experiments gave; they change no outcome.
    """

    def __init__(self, claim: Claim, device: torch.device, sizes: BatchSizes) -> None:
        """It has run nothing yet."""
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
            trials = _with_observables(blank, self._experiment(series, indices, points, precision))
        except ContractError as error:
            trials = [replace(trial, error=str(error)) for trial in blank]
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:
            # Anything may go wrong in a stranger's experiment, an exit or a test framework's skip included: it is an
            # outcome of its draw, recorded with its text. A time limit of whoever runs it is none.
            if was_interrupted(error) or len(indices) > 1 and is_out_of_memory(error):
                raise
            if len(indices) > 1:
                half = len(indices) // 2
                return [
                    trial
                    for part in (indices[:half], indices[half:])
                    for trial in self._batch(series, part, points, precision)
                ]
            trials = [replace(blank[0], error=in_words(error))]
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
        """Observables of a batch; along a ladder each rung gets a batch and streams that no other rung has seen."""
        scale = self._claim.scale
        if scale is None:
            return self._once(series.experiment, *self._handed(series, indices, points, precision), {})
        rungs = []
        for factor in scale.factors:
            batch, streams = self._handed(series, indices, points, precision)
            grown = scale.grow(batch, factor)
            size = torch.as_tensor(getattr(grown, scale.field), dtype=torch.float64).expand(len(indices)).clone()
            rungs.append(self._once(series.experiment, grown, streams, {scale.field: size}))
        return {name: np.stack([rung[name] for rung in rungs], axis=1) for name in rungs[0]}

    def _handed(
        self, series: Series, indices: Sequence[int], points: Mapping[int, Any], precision: Precision
    ) -> tuple[Any, Streams]:
        refined, refine = precision is Precision.REFINED, self._claim.trust.refine
        dtype = torch.float64 if refined else self._claim.dtype
        batch = batch_of([points[index] for index in indices], dtype, self._device)
        if refined and refine is not None:
            batch = refine(batch)
        streams = streams_of(series, indices, dtype, self._device)
        return batch, replace(streams, labels=Labels())

    def _once(self, experiment: Experiment, batch: Any, streams: Streams, known: Mapping[str, Tensor]) -> Arrays:
        """Call the experiment, see whether it left everything around it as it was, and keep what it returned."""
        handed = Handed(batch, streams)
        # This puts the filters of warnings back too, without a word: a library adds its own when it is first imported.
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with watched("the experiment", self.warnings.add), files_noted():
                returned = experiment(batch, streams)
        self.warnings.update(f"{item.category.__name__}: {item.message}" for item in caught)
        handed.check()
        return observed(returned, known, self._claim, streams.trials)


def _with_observables(blank: Sequence[Trial], arrays: Arrays) -> list[Trial]:
    return [
        replace(trial, observables={name: values[row].tolist() for name, values in arrays.items()})
        for row, trial in enumerate(blank)
    ]
