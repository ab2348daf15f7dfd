"""The ledger: first records count, later ones are compared, and a verdict reads no further than the first gap."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from theoremcheck.evidence import Ledger, Trial, read_ledger, seconds_by_owner
from theoremcheck.evidence.forms import encode
from theoremcheck.vocabulary import Precision

ROUND_OFF = 1e-3
Maker = Callable[..., Trial]


@pytest.mark.parametrize(
    ("present", "length"), [([], 0), ([0, 1, 2], 3), ([1, 2, 3], 0), ([0, 1, 3, 4], 2), ([4, 0, 2, 1], 3)], ids=str
)
def test_contiguous_stops_at_a_gap(present: list[int], length: int, trial: Maker) -> None:
    """Whatever the order of arrival."""
    ledger = Ledger()
    ledger.add(trial(index) for index in present)
    assert [found.index for found in ledger.contiguous("claim")] == list(range(length))


def test_series_and_reruns_are_kept_apart(trial: Maker) -> None:
    """A control's draw 0 is not the claim's, and a rerun is no second record."""
    ledger = Ledger()
    ledger.add([trial(0), trial(0, series="independence"), trial(0, precision=Precision.REFINED)])
    assert not ledger.duplicates and [len(ledger.contiguous(series)) for series in ("claim", "independence")] == [1, 1]
    assert ledger.trials("claim", Precision.REFINED)[0].precision is Precision.REFINED
    assert ledger.trials("claim")[0].precision is Precision.DECLARED


def test_the_first_record_counts(trial: Maker) -> None:
    """A later one changes nothing, and is remembered."""
    first, later = trial(0), trial(0, margin=0.35)
    ledger = Ledger()
    ledger.add([first, later])
    assert ledger.contiguous("claim") == [first] and ledger.duplicates == [(first, later)]


CURVE = [0.5, 0.5]
SEEN = {"observables": {"loss": 0.75, "curve": CURVE}}
AGREEING: dict[str, dict[str, Any]] = {
    "the same": {},
    "another duration": {"seconds": 9.0},
    "another digit": {"observables": {"loss": 0.75 * (1 + 5e-4), "curve": CURVE}},
    "another claim of the study": {"claim": "toys.tails", "margin": -3.0},
}
DISAGREEING: dict[str, dict[str, Any]] = {
    "an observable": {"observables": {"loss": 0.76, "curve": CURVE}},
    "a point of a curve": {"observables": {"loss": 0.75, "curve": [0.5, 0.51]}},
    "a shorter curve": {"observables": {"loss": 0.75, "curve": CURVE[:1]}},
    "a longer curve": {"observables": {"loss": 0.75, "curve": [*CURVE, 0.5]}},
    "no curve": {"observables": {"loss": 0.75, "curve": 0.5}},
    "a missing observable": {"observables": {"loss": 0.75}},
    "not a number": {"observables": {"loss": float("nan"), "curve": CURVE}},
    "the regime": {"regime": {"dim": 3, "gap": 0.2}},
    "an error": {"error": "ValueError: no", "observables": {}, "margin": None},
}


def disagreements(*trials: Trial) -> list[str]:
    """What a ledger of these says."""
    ledger = Ledger()
    ledger.add(trials)
    return ledger.disagreements(ROUND_OFF)


@pytest.mark.parametrize("changes", AGREEING.values(), ids=AGREEING)
def test_duplicates_that_agree(changes: dict[str, Any], trial: Maker) -> None:
    """Within the stated round-off; what the prediction says of it is not the ledger's to know."""
    assert disagreements(trial(3, **SEEN), trial(3, **(SEEN | changes))) == []


@pytest.mark.parametrize("changes", DISAGREEING.values(), ids=DISAGREEING)
def test_duplicates_that_disagree(changes: dict[str, Any], trial: Maker) -> None:
    """Draw and series are named."""
    assert disagreements(trial(3, **SEEN), trial(3, **(SEEN | changes))) == [
        "draw 3 of 'claim' differs between two records of it"
    ]


@pytest.mark.parametrize("changes", DISAGREEING.values(), ids=DISAGREEING)
def test_disagreement_is_symmetric(changes: dict[str, Any], trial: Maker) -> None:
    """Whichever came first."""
    assert len(disagreements(trial(3, **(SEEN | changes)), trial(3, **SEEN))) == 1


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_are_none_agree_with_themselves(value: float, trial: Maker) -> None:
    """The same overflow twice is the same outcome."""
    same = trial(3, observables={"loss": value, "curve": [1.0, value]}, margin=value)
    again = trial(3, observables={"loss": value, "curve": [1.0, value]}, margin=value)
    assert disagreements(same, again) == []


def test_two_failures_agree_whatever_their_words(trial: Maker) -> None:
    """Addresses and times stand in error messages."""
    assert disagreements(trial(3, error="at 0x1", observables={}), trial(3, error="at 0x2", observables={})) == []


@pytest.mark.parametrize("scale", [1.0, 1e-9, 1e9])
def test_round_off_is_relative(scale: float, trial: Maker) -> None:
    """One part in a hundred is no round-off, in whatever unit an observable is."""
    first, later = ({"loss": scale * value, "curve": [1.0, 0.5]} for value in (1.0, 1.01))
    assert len(disagreements(trial(3, observables=first), trial(3, observables=later))) == 1


def test_a_record_and_its_copy_on_the_disk_agree(trial: Maker, tmp_path: Path, write: Callable[..., Path]) -> None:
    """Also where a regime holds what JSON has no word for."""
    fresh = trial(0, regime={"widths": encode((8, 4)), "rate": encode(float("inf")), "dim": 3})
    write(fresh)
    ledger = read_ledger(tmp_path, "toys.heads", "0123456789abcdef")
    ledger.add([fresh])
    assert len(ledger.duplicates) == 1 and ledger.disagreements(ROUND_OFF) == []


def test_all_segments_of_a_specification_are_read(trial: Maker, tmp_path: Path, write: Callable[..., Path]) -> None:
    """And none of another."""
    write(trial(0), trial(2))
    write(trial(1), trial(2))
    write(trial(3), specification="fedcba9876543210")
    ledger = read_ledger(tmp_path, "toys.heads", "0123456789abcdef")
    assert len(ledger.contiguous("claim")) == 3 and len(ledger.duplicates) == 1


def test_no_evidence_is_an_empty_ledger(tmp_path: Path) -> None:
    """A claim that was never run."""
    assert read_ledger(tmp_path / "nowhere", "toys.heads", "abc") == Ledger()


def test_seconds_are_summed_by_owner(trial: Maker, tmp_path: Path, write: Callable[..., Path]) -> None:
    """Over specifications; a torn line does not count."""
    write(trial(0, seconds=1.0), trial(1, seconds=2.0))
    write(trial(0, seconds=4.0), specification="fedcba9876543210")
    torn = write(trial(0, seconds=8.0), trial(1, seconds=16.0), owner="toys.tails")
    torn.write_bytes(torn.read_bytes()[:-30])
    assert seconds_by_owner(tmp_path) == {"toys.heads": 7.0, "toys.tails": 8.0}
