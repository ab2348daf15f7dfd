"""Evidence as a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from theoremcheck.evidence.forms import plain
from theoremcheck.evidence.records import EvidenceError, Trial
from theoremcheck.evidence.segments import parse_segment

__all__ = ["load"]

_LEADING = ["owner", "specification", "claim", "series", "index", "precision", "margin", "error", "seconds"]


def load(directory: str | Path) -> pd.DataFrame:
    """A tidy table of all recorded trials: one row a trial, regime fields and observables as columns.

    Columns that every trial has: owner (claim or study), specification, claim (that spent the draw), series ("claim",
    or the hypothesis that a control breaks or adds), index, precision ("declared" or "refined"), margin, error,
    seconds. A regime field or observable that clashes with one of these, or with each other, is prefixed `regime.` or
    `observable.`. Curves are lists; a member of an enum, a function or a dataclass in a regime is its name as a text.

    Args:
        directory: The evidence directory, or any folder below it.

    Raises:
        FileNotFoundError: If there is no such directory.
        EvidenceError: If a file was edited or damaged.
    """
    root = Path(directory)
    if not root.is_dir():
        raise FileNotFoundError(f"no evidence directory at {root}")
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for path in sorted(root.rglob("*.jsonl")):
        segment = parse_segment(path)
        if segment.problems:
            raise EvidenceError("; ".join(segment.problems[:4]))
        if segment.header is None:
            continue
        owner, specification = segment.header.owner, segment.header.specification
        for trial in segment.trials:
            key = (owner, specification, trial.series, str(trial.precision), trial.index)
            rows.setdefault(key, _row(trial, {"owner": owner, "specification": specification}))
    frame = pd.DataFrame([rows[key] for key in sorted(rows)])
    return frame[[*(c for c in _LEADING if c in frame), *(c for c in frame if c not in _LEADING)]]


def _row(trial: Trial, leading: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {**leading, **{name: getattr(trial, name) for name in _LEADING[2:]}}
    row["precision"] = str(trial.precision)
    for kind, values in (("regime", trial.regime), ("observable", trial.observables)):
        for name, value in values.items():
            row[f"{kind}.{name}" if name in row else name] = (_decode if kind == "observable" else plain)(value)
    return row


def _decode(value: Any) -> Any:
    return [_decode(item) for item in value] if isinstance(value, list) else float(value)
