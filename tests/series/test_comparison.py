"""Two records of one draw are alike up to the round-off of what the claim reads, and of what its verdict rests on."""

from dataclasses import dataclass

import pytest
import torch

from tests.planted import coin_claim, flip
from theoremcheck import AllOf, AtMost, Control, Trust
from theoremcheck.evidence import Ledger, Segment, Trial, read_ledger
from theoremcheck.evidence.forms import encode
from theoremcheck.series.comparison import Difference, beyond_round_off, compare, compare_unread, disagreements
from theoremcheck.series.dossier import Dossier
from theoremcheck.vocabulary import Precision

CURVE = [0.5, 0.5]
SEEN = {"loss": 0.75, "curve": CURVE, "beside": 1.0}


@dataclass(frozen=True)
class Below:
    """A curve that stays below 1 everywhere."""

    observable: str

    @property
    def observables(self):
        return (self.observable,)

    @property
    def sentence(self):
        return f"{self.observable} stays below 1"

    def margin(self, observed):
        curve = observed[self.observable]
        return 1 - curve.reshape(len(curve), -1).max(axis=1)


BOTH = coin_claim(
    prediction=AllOf((AtMost("loss", 1.0), Below("curve"))),
    controls=(Control(breaks="start is small", experiment=lambda coin, streams: flip(coin, streams)),),
    trust=Trust(round_off=1e-3),
    dtype=torch.float64,
)


def trial(observables, series="claim", index=3, precision=Precision.DECLARED, **fields):
    fields = {"regime": {"dim": 2}, "margin": 0.0} | fields
    return Trial(series=series, index=index, claim="toys.coin", observables=observables, precision=precision, **fields)


def said(*trials, claim=BOTH):
    ledger = Ledger()
    ledger.add(trials)
    return [found.sentence for found in disagreements(Dossier.of(claim, ledger))]


@pytest.mark.parametrize(
    "later",
    [
        trial(SEEN),
        trial(SEEN, seconds=9.0),
        trial(SEEN | {"loss": 0.75 * (1 + 5e-4)}),
        trial(SEEN | {"beside": 2.0}),
        trial(SEEN, margin=-3.0),
    ],
    ids=["the same", "another duration", "another digit", "what another claim of the study reads", "its margin"],
)
def test_records_that_agree(later):
    assert said(trial(SEEN), later) == []


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        (trial(SEEN | {"loss": 0.76}), "has another 'loss' (0.76, not 0.75)"),
        (trial(SEEN | {"curve": [0.5, 0.51]}), "has another 'curve' (0.51, not 0.5)"),
        (trial(SEEN | {"curve": [0.5]}), "has another 'curve' (of shape (1,), not (2,))"),
        (trial(SEEN | {"curve": 0.5}), "has another 'curve' (of shape (), not (2,))"),
        (trial({"loss": 0.75}), "has other observables (curve)"),
        (trial(SEEN | {"loss": float("nan")}), "has another 'loss' (nan, not 0.75)"),
        (trial(SEEN, regime={"dim": 3}), "has another regime"),
        (trial({}, error="ValueError: no", margin=None), "gives no outcome one time of two (ValueError: no)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_records_that_disagree(later, reason):
    assert said(trial(SEEN), later) == [f"draw 3 of 'claim', recorded twice, {reason}"]
    assert len(said(later, trial(SEEN))) == 1, "whichever came first"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_are_none_agree_with_themselves(value):
    """The same overflow twice is the same outcome."""
    assert said(*[trial({"loss": value, "curve": [1.0, value]})] * 2) == []


def test_two_failures_agree_whatever_their_words():
    """Addresses and times stand in error messages."""
    assert said(trial({}, error="at 0x1", margin=None), trial({}, error="at 0x2", margin=None)) == []


@pytest.mark.parametrize("scale", [1.0, 1e-9, 1e9])
def test_round_off_is_relative(scale):
    """One part in a hundred is no round-off, in whatever unit an observable is."""
    assert len(said(*(trial(SEEN | {"loss": scale * value}) for value in (1.0, 1.01)))) == 1


def test_a_record_and_its_copy_on_the_disk_agree(tmp_path):
    """Also where a regime holds what JSON has no word for."""
    fresh = trial(SEEN, regime={"widths": encode((8, 4)), "rate": encode(float("inf")), "dim": 3})
    Segment(tmp_path, "toys.coin", "0123456789abcdef", "cpu").append([fresh])
    ledger = read_ledger(tmp_path, "toys.coin", "0123456789abcdef")
    ledger.add([fresh])
    assert len(ledger.duplicates) == 1 and disagreements(Dossier.of(BOTH, ledger)) == []


@pytest.mark.parametrize(("first", "later"), [(1 - 4e-4, 1 + 4e-4), (0.9, 0.9)], ids=["near", "same"])
def test_what_round_off_explains_is_no_disagreement(first, later):
    coarse = coin_claim(prediction=AtMost("loss", 1.0), dtype=torch.float32)
    assert said(trial({"loss": first}), trial({"loss": later}), claim=coarse) == []


def test_two_records_that_hold_and_fail_disagree_however_near_they_are():
    """In float64 both are told from the bound, though they agree to the claim's own round-off."""
    two = (trial(SEEN | {"loss": loss}, precision=Precision.REFINED) for loss in (1 - 1e-9, 1 + 1e-9))
    assert said(*two) == ["draw 3 of 'claim', recorded twice, holds by one record of it and fails by another"]


CHAOTIC = {"loss": 0.0053, "curve": 80.0}, {"loss": 0.0054, "curve": 80.0}
"""In a control whose loss has amplified round-off to two parts in a hundred, and which fails by something else."""


def test_what_does_not_decide_a_control_may_be_chaotic():
    """Nobody's verdict rests on it: the control fails by the curve."""
    first, later = (trial(seen, series="start is small") for seen in CHAOTIC)
    assert said(first, later) == [] and len(said(*map(trial, CHAOTIC))) == 1
    assert (
        compare(Dossier.of(BOTH, Ledger()), first, trial(CHAOTIC[1], series="start is small/again/alone"), "") is None
    )


def test_what_decides_a_control_may_not():
    first, later = (trial({"loss": 0.5, "curve": curve}, series="start is small") for curve in (80.0, 81.0))
    assert said(first, later) == ["draw 3 of 'start is small', recorded twice, has another 'curve' (81, not 80)"]


@pytest.mark.parametrize("later", [trial({"loss": 0.0053}), trial({}, error="no", margin=None)], ids=["less", "error"])
def test_a_control_without_its_observables_is_another(later):
    records = (trial(CHAOTIC[0], series="start is small"), Trial(**{**vars(later), "series": "start is small"}))
    assert len(said(*records)) == 1


SMALL, LARGE = Difference("an observable", decides=False), Difference("an outcome", decides=True)


@pytest.mark.parametrize(
    ("found", "compared", "said"),
    [
        ([], 12, None),
        ([SMALL], 12, None),
        ([SMALL] * 2, 12, "an observable"),
        ([SMALL] * 5, 100, None),
        ([SMALL] * 6, 100, "an observable"),
        ([SMALL, LARGE], 1000, "an outcome"),
    ],
)
def test_a_claim_puts_up_with_few_jumps_and_with_no_other_outcome(found, compared, said):
    """One sample on the boundary, in one draw of twelve; a twentieth of many."""
    assert beyond_round_off(found, compared, 0.05) == said


@pytest.mark.parametrize(
    ("later", "decides"),
    [
        (trial(SEEN | {"loss": 0.76}), False),
        (trial(SEEN | {"loss": 1.5}), True),
        (trial(SEEN, regime={"dim": 3}), True),
        (trial({}, error="no", margin=None), True),
        (trial({"loss": 0.75}), True),
    ],
    ids=["observable", "outcome", "regime", "error", "missing"],
)
def test_what_more_than_an_observable_is(later, decides):
    assert compare(Dossier.of(BOTH, Ledger()), trial(SEEN), later, "made again").decides == decides


def test_what_another_claim_of_the_study_reads_is_none_of_ours():
    """Its observables may have a shape that this claim's prediction cannot read."""
    first, later = (trial({"other": other, "curve": [1.0]}, series="another series") for other in (1.0, 2.0))
    assert said(first, later) == []


@pytest.mark.parametrize(
    ("beside", "series", "slight"),
    [
        (1.0005, "claim", None),
        (1.05, "claim", True),
        (1.5, "claim", False),
        (float("nan"), "claim/again/alone", False),
        ([1.0, 1.0], "claim", False),
        (1.5, "start is small", True),
    ],
    ids=["round-off", "a later digit", "the first digit", "no number", "shape", "of a control"],
)
def test_what_no_prediction_reads_is_compared_too(beside, series, slight):
    """A picture draws it: a later digit is worth a note, and the first one counts."""
    found = compare_unread(
        [Dossier.of(BOTH, Ledger())],
        trial(SEEN, series=series),
        trial(SEEN | {"beside": beside}, series=series),
        "again",
    )
    assert (None if found is None else found.slight) == slight
    assert found is None or "another 'beside'" in found.sentence and not found.decides


def test_what_a_prediction_reads_is_compared_once():
    """In a study by the claims whose series it is of: what another claim reads is unread in this one's control."""
    other = coin_claim(name="toys.other", prediction=AtMost("beside", 1.0))
    readers = [Dossier.of(claim, Ledger()) for claim in (BOTH, other)]
    later = SEEN | {"loss": 0.5, "beside": 2.0}
    assert compare_unread(readers, trial(SEEN), trial(later), "again") is None
    own = [trial(seen, series="start is small") for seen in (SEEN, later)]
    assert "another 'beside'" in compare_unread(readers, *own, "again").sentence


def test_later_digits_of_what_no_prediction_reads_are_never_too_many():
    slight, counted = Difference("few", decides=False, slight=True), Difference("many", decides=False)
    assert beyond_round_off([slight] * 9, 9, 0.05) is None
    assert beyond_round_off([slight] * 9 + [counted], 9, 0.05) is None
    assert beyond_round_off([slight] * 9 + [counted] * 2, 9, 0.05) == "many"
