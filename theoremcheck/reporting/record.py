"""A claim's record of one run: what a worker hands over, and what the terminal's table is made from."""

from __future__ import annotations

import json
from dataclasses import dataclass

import msgspec

from theoremcheck.reporting.entry import Entry

__all__ = ["Record", "record_from", "record_text"]


@dataclass(frozen=True)
class Record:
    """What a run says of one claim.

    Attributes:
        entry: The claim's entry without pictures; its seconds are those of the run's experiments.
        spent: Trials that the run trained, reruns included.
        seconds: Time of the whole run of the claim.
        warnings: Distinct warnings that the experiment gave.
        left: State of the claim's evidence as the run left it; None if another run wrote evidence of it meanwhile.
    """

    entry: Entry
    spent: int
    seconds: float
    warnings: tuple[str, ...] = ()
    left: str | None = None


def record_text(record: Record) -> str:
    """The record as JSON, for another process.

    Raises:
        ValueError: If it holds a number that is not finite.
    """
    return json.dumps(msgspec.to_builtins(record), allow_nan=False)


def record_from(text: str) -> Record:
    """The record that `record_text` wrote.

    Raises:
        msgspec.ValidationError: If the text is not that of a record; the message says where it differs.
    """
    return msgspec.convert(json.loads(text), Record)
