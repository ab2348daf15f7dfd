"""Evidence as a table."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from theoremcheck import load
from theoremcheck.evidence import Trial
from theoremcheck.vocabulary import Precision

LEADING = ["owner", "specification", "claim", "series", "index", "precision", "margin", "error", "seconds"]
Maker = Callable[..., Trial]
Writer = Callable[..., Path]


def test_one_row_a_trial(trial: Maker, tmp_path: Path, write: Writer) -> None:
    """Leading columns first, then the regime's fields and the observables."""
    write(trial(1, margin=0.5), trial(0))
    frame = load(tmp_path)
    assert list(frame) == [*LEADING, "dim", "gap", "loss", "curve"]
    assert frame["index"].tolist() == [0, 1] and frame["margin"].tolist() == [0.25, 0.5]
    assert frame["owner"].unique().tolist() == ["toys.heads"] and frame["dim"].dtype == np.int64


def test_rows_are_sorted(trial: Maker, tmp_path: Path, write: Writer) -> None:
    """By owner, specification, series, rerun and index, whoever wrote them."""
    write(trial(2), trial(0, series="independence"), trial(0, precision=Precision.REFINED))
    write(trial(1), trial(0))
    write(trial(0), owner="toys.coins")
    frame = load(tmp_path)
    keys = list(zip(frame.owner, frame.series, frame.precision, frame["index"], strict=True))
    assert keys == sorted(keys) and len(keys) == 6


def test_a_draw_that_was_recorded_twice_is_one_row(trial: Maker, tmp_path: Path, write: Writer) -> None:
    """As in the ledger."""
    write(trial(0), trial(1))
    write(trial(0))
    assert load(tmp_path)["index"].tolist() == [0, 1]


def test_curves_are_lists_of_floats(trial: Maker, tmp_path: Path, write: Writer) -> None:
    """With the numbers that JSON lacks."""
    curve = [1.0, float("nan"), float("inf"), -0.0]
    write(trial(0, observables={"curve": curve, "loss": float("-inf")}))
    frame = load(tmp_path)
    np.testing.assert_array_equal(frame["curve"][0], curve)
    assert frame["loss"].tolist() == [float("-inf")]


@pytest.mark.parametrize("name", [*LEADING])
@pytest.mark.parametrize("kind", ["regime", "observable"])
def test_a_name_that_clashes_is_prefixed(name: str, kind: str, trial: Maker, tmp_path: Path, write: Writer) -> None:
    """A column of the table is never overwritten by a stranger's name for a number."""
    plain = load(write(trial(0)).parent)
    write(trial(1, **{"regime" if kind == "regime" else "observables": {name: 0.125}}), specification="clash")
    frame = load(tmp_path / "toys.heads" / "clash")
    assert frame[f"{kind}.{name}"].tolist() == [0.125]
    assert type(frame[name][0]) is type(plain[name][0])


def test_a_field_and_an_observable_of_one_name(trial: Maker, tmp_path: Path, write: Writer) -> None:
    """The field that grows along a ladder is recorded as a curve of the same name."""
    write(trial(0, regime={"n": 8}, observables={"n": [8.0, 16.0]}))
    frame = load(tmp_path)
    assert frame["n"].tolist() == [8] and frame["observable.n"].tolist() == [[8.0, 16.0]]


def test_errors_are_rows_too(trial: Maker, tmp_path: Path, write: Writer) -> None:
    """Without observables, with the words."""
    write(trial(0), trial(1, observables={}, margin=None, error="ValueError: no"))
    frame = load(tmp_path)
    assert frame["error"].tolist()[1] == "ValueError: no" and frame[["margin", "loss"]].isna().all(axis=1).tolist() == [
        False,
        True,
    ]


@pytest.mark.parametrize("below", ["", "toys.heads", "toys.heads/0123456789abcdef"])
def test_any_folder_below_will_do(below: str, trial: Maker, tmp_path: Path, write: Writer) -> None:
    """As a path or as a string."""
    write(trial(0))
    write(trial(1))
    assert len(load(tmp_path / below)) == len(load(str(tmp_path / below))) == 2


def test_a_torn_line_is_left_out(trial: Maker, tmp_path: Path, write: Writer) -> None:
    """The trials before it are there."""
    path = write(trial(0), trial(1))
    path.write_bytes(path.read_bytes()[:-5])
    assert load(tmp_path)["index"].tolist() == [0]


@pytest.mark.parametrize("value", [3, 0.5, "hinge", True])
def test_regimes_keep_their_types(value: Any, trial: Maker, tmp_path: Path, write: Writer) -> None:
    """Numbers, names and flags."""
    write(trial(0, regime={"field": value}))
    assert load(tmp_path)["field"].tolist() == [value]


def test_a_directory_without_evidence_is_an_empty_table(tmp_path: Path) -> None:
    """No rows; a missing directory is something else."""
    assert load(tmp_path).empty


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    """Most likely a slip of the pen."""
    with pytest.raises(FileNotFoundError, match="no evidence directory at .*nowhere"):
        load(tmp_path / "nowhere")
