"""What is written is what is read."""

import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theoremcheck.evidence import Segment, Trial, read_ledger
from theoremcheck.evidence.segments import EVIDENCE_VERSION, parse_segment, trial_of
from theoremcheck.vocabulary import Precision

SEARCH = settings(deadline=None, database=None, derandomize=True, max_examples=100)
NUMBERS = st.floats() | st.integers(-(2**53), 2**53)
TRIALS = st.builds(
    Trial,
    series=st.text(min_size=1),
    index=st.integers(0, 2**40),
    claim=st.text(min_size=1),
    regime=st.dictionaries(st.text(), st.booleans() | st.text() | NUMBERS.filter(lambda x: abs(x) < float("inf"))),
    observables=st.dictionaries(st.text(), st.floats() | st.lists(st.floats(), min_size=1)),
    margin=st.none() | st.floats(),
    error=st.none() | st.text(min_size=1),
    precision=st.sampled_from(Precision),
    seconds=st.floats(0, 1e6),
)


def from_disk(trial: Trial) -> Trial:
    """Through a line of a file and back; its checksum is whoever's business reads the line before it too."""
    body = json.dumps(trial.to_json(), separators=(",", ":"), allow_nan=False).encode()
    return trial_of(body[:-1] + b',"sum":"0123456789abcdef"}')


@SEARCH
@given(TRIALS)
def test_every_number_comes_back_exactly(trial: Trial) -> None:
    """Also NaN, both infinities, negative zero and the smallest floats, alone and in curves."""
    found = from_disk(trial)
    assert found.observables.keys() == trial.observables.keys()
    for name in trial.observables:
        np.testing.assert_array_equal(found.value(name), trial.value(name), strict=True)
        assert str(found.value(name)) == str(trial.value(name))  # tells -0.0 from 0.0


@SEARCH
@given(TRIALS)
def test_everything_else_comes_back(trial: Trial) -> None:
    """Names, regime, error, duration and whether it was a rerun."""
    found = from_disk(trial)
    for name in ("series", "index", "claim", "regime", "error", "precision", "seconds"):
        assert getattr(found, name) == getattr(trial, name)
    assert str(found.margin) == str(trial.margin)


@SEARCH
@given(TRIALS)
def test_what_was_read_is_written_again_as_it_was(trial: Trial) -> None:
    """Reading loses nothing that writing would need."""
    assert from_disk(trial).to_json() == trial.to_json()


def test_a_file_gives_back_its_trials(trial: Callable[..., Trial], write: Callable[..., Path]) -> None:
    """In the order in which they were written."""
    trials = tuple(trial(index, margin=index / 7, observables={"loss": index / 3}) for index in range(5))
    segment = parse_segment(write(*trials))
    assert (segment.trials, segment.torn, segment.problems) == (trials, False, ())


@pytest.mark.parametrize(
    "error", ["two\nlines", 'quotes " and \\', ',"sum":"0123456789abcdef"}', "\u2028 \x85 \x0c \r", "é ∞ 😀"]
)
def test_any_text_fits_into_a_line(error: str, trial: Callable[..., Trial], write: Callable[..., Path]) -> None:
    """An error message is a stranger's text, and may hold what looks like the end of a line or a checksum."""
    segment = parse_segment(write(trial(0, error=error), trial(1)))
    assert [found.error for found in segment.trials] == [error, None] and not segment.problems


def test_half_a_character_is_no_reason_to_lose_a_run(trial: Callable[..., Trial], write: Callable[..., Path]) -> None:
    """A lone surrogate, as in the name of a file that is not UTF-8: it cannot be encoded as it stands."""
    segment = parse_segment(write(trial(0, error="cannot open \udcff"), trial(1)))
    assert len(segment.trials) == 2 and "cannot open" in str(segment.trials[0].error)


def test_the_header_says_who_wrote_what_with_what(trial: Callable[..., Trial], write: Callable[..., Path]) -> None:
    """Owner, specification, writer, device and versions."""
    path = write(trial())
    header = parse_segment(path).header
    assert header is not None and header.version == EVIDENCE_VERSION
    assert (header.owner, header.specification, header.device) == ("toys.heads", path.parent.name, "cpu")
    assert header.versions["python"] == platform.python_version()
    assert header.versions.keys() >= {"torch", "numpy", "scipy", "hypothesis"}
    written = json.loads(path.read_text().splitlines()[0])
    assert path.name == f"{written['writer']}.jsonl" and written["started"].endswith("+00:00")


def test_batches_are_appended(tmp_path: Path, trial: Callable[..., Trial]) -> None:
    """One header, and one chain of checksums."""
    segment = Segment(tmp_path, "toys.heads", "abc", "cpu")
    for start in (0, 3, 6):
        segment.append([trial(index) for index in range(start, start + 3)])
    parsed = parse_segment(segment.path)
    assert [found.index for found in parsed.trials] == list(range(9)) and not parsed.problems


def test_nothing_is_written_for_nothing(tmp_path: Path) -> None:
    """A run that spends no draw leaves no file."""
    Segment(tmp_path, "toys.heads", "abc", "cpu").append([])
    assert not list(tmp_path.rglob("*"))


def test_two_writers_have_two_files(trial: Callable[..., Trial], write: Callable[..., Path]) -> None:
    """Even in one process."""
    assert write(trial(0)) != write(trial(1))


def test_an_absent_margin_stays_absent(trial: Callable[..., Trial], tmp_path: Path, write: Callable[..., Path]) -> None:
    """A crash has none; NaN is something else."""
    write(trial(0, margin=None, observables={}, error="ValueError: no"), trial(1, margin=float("nan")))
    found: dict[int, Any] = read_ledger(tmp_path, "toys.heads", "0123456789abcdef").trials("claim")
    assert found[0].margin is None and np.isnan(found[1].margin)
