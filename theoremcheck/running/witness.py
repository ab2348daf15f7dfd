"""What an experiment raised, seen from beside it: the author's part of the traceback, and whether it takes batches.

The laboratory keeps an error as a sentence, and trains alone what fails together. Both serve the evidence and hide from
an author what to mend; so somebody stands beside the experiment and notes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from theoremcheck.catalogue.tracebacks import authors_part
from theoremcheck.running.batches import is_out_of_memory
from theoremcheck.running.raised import in_words, was_interrupted
from theoremcheck.series.specification import Series
from theoremcheck.streams import Streams
from theoremcheck.streams.beside import call_beside

__all__ = ["Witness"]


@dataclass
class _Seen:
    """What became of the calls of one series' experiment.

    Attributes:
        batches: Calls with several trials that went well.
        alone: Calls with one trial that went well.
        split: What the first call with several trials that went wrong raised, in words.
        traces: The author's part of the traceback, by the index of a trial that raised alone; of the first one only.
    """

    batches: int = 0
    alone: int = 0
    split: str = ""
    traces: dict[int, str] = field(default_factory=dict)


class Witness:
    """Stands beside the experiments of a claim's series and changes nothing of what they do."""

    def __init__(self) -> None:
        """It has seen nothing yet."""
        self._seen: dict[str, _Seen] = {}

    def beside(self, series: Series) -> Series:
        """The series with its experiment watched."""
        seen = self._seen.setdefault(series.label, _Seen())
        watched = partial(
            call_beside,
            experiment=series.experiment,
            returned=partial(_went_well, seen),
            raised=partial(_went_wrong, seen),
        )
        return replace(series, experiment=watched)

    def trace(self, label: str, index: int) -> str:
        """The author's part of the traceback of a draw; empty where it did not raise, or not first in its series."""
        return self._seen.get(label, _Seen()).traces.get(index, "")

    def warnings(self) -> Iterator[str]:
        """Says why an experiment takes no batch of several trials, where one does not; each reason once."""
        seen = self._seen.values()
        reasons = dict.fromkeys(one.split for one in seen if one.split and one.alone and not one.batches)
        for reason in reasons:
            yield f"the experiment takes no batch of trials, so each ran alone, which is many times slower: {reason}"


def _went_well(seen: _Seen, streams: Streams) -> None:
    seen.alone += streams.trials == 1
    seen.batches += streams.trials > 1


def _went_wrong(seen: _Seen, streams: Streams, error: BaseException) -> None:
    if streams.trials == 1:
        _keep(seen.traces, int(streams.indices[0]), authors_part(error))
    elif not (was_interrupted(error) or is_out_of_memory(error)):
        seen.split = seen.split or in_words(error)


def _keep(traces: dict[int, str], index: int, text: str) -> None:
    if index < min(traces, default=index + 1):
        traces.clear()
        traces[index] = text
