"""The ledger: first records count, later ones are compared, and a verdict reads no further than the first gap."""

from collections.abc import Callable
from pathlib import Path

import pytest

from theoremcheck.evidence import Ledger, Trial, read_ledger, seconds_by_owner
from theoremcheck.vocabulary import Precision

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
    assert ledger.entered(1) == [later] and len(ledger) == 2
    assert ledger.seconds_of("toys.heads") == first.seconds  # of each draw once


def test_draws_are_found_whatever_the_order_in_which_they_came(trial: Maker) -> None:
    """Also those beyond a gap, and numbers that no run of draws reaches, as a search has them."""
    ledger = Ledger()
    ledger.add(trial(index, margin=float(index)) for index in (0, 2, 2**62, 1, 5))
    recorded = ledger.trials("claim")
    assert recorded.gap == 3 and list(recorded) == [0, 2, 2**62, 1, 5] and len(recorded) == 5
    assert [one.margin for one in recorded.at([5, 1, 2**62])] == [5.0, 1.0, 2.0**62]
    assert 2 in recorded and 3 not in recorded and -1 not in recorded and "2" not in recorded
    with pytest.raises(KeyError):
        recorded.at([0, 3])


def test_values_that_are_equal_and_of_another_type_stay_apart(trial: Maker) -> None:
    """1, 1.0 and True are equal in Python, and three values of a regime; so are a text and the number in it."""
    values = [1, 1.0, True, "1", None, 2**70, {"tuple": [1, 2]}, {"tuple": [1.0, 2]}, False, 0]
    ledger = Ledger()
    ledger.add(trial(index, regime={"any": value}) for index, value in enumerate(values))
    found = [one.regime["any"] for one in ledger.contiguous("claim")]
    assert list(map(repr, found)) == list(map(repr, values))


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
