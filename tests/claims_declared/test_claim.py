"""A claim checks its declaration whole, before anything is trained; each error says what came and why it is wrong."""

from dataclasses import FrozenInstanceError, dataclass, replace
from typing import Any

import pytest
import torch

from theoremcheck import (
    AtMost,
    Baseline,
    Claim,
    ClaimError,
    Control,
    Flaw,
    Observables,
    PositiveControl,
    Regimes,
    Scale,
    Source,
    Streams,
    Trust,
    Verdict,
    uniform,
)


@dataclass(frozen=True)
class Coin:
    """A coin that shows heads with a given chance."""

    chance: float


def toss(coins: Coin, streams: Streams, bias: float = 0.0) -> Observables:
    """Uniform numbers, below the chance or not."""
    return Observables(drawn=streams.uniform("toss") + bias - coins.chance)


CONTROL = Control(breaks="the coin is fair", experiment=lambda coins, streams: toss(coins, streams, bias=0.5))
IDLE = Baseline(when="before it is tossed", change=lambda coin: coin)
POSITIVE = PositiveControl(adds="the coin has two heads", regimes=Regimes(Coin, chance=1.0))
KNOWN: dict[str, Any] = {"known": Verdict.REFUTED, "reason": "it is false", "flaw": Flaw.MISPRINT}
CLAIM = Claim(
    name="toys.heads",
    statement="Heads are seen.",
    source=Source("Nobody 2025", item="Lemma 1", exactness="reconstructed"),
    regimes=Regimes(Coin, chance=uniform(0.96, 1.0)),
    experiment=toss,
    prediction=AtMost("drawn", 0.0),
    required=0.9,
    controls=(CONTROL,),
)


class NoSampler:
    """It has a strategy and a regime."""

    regime = Coin

    def strategy(self) -> None:
        """None."""


class NoSentence:
    """It has margins and observables."""

    observables = ("drawn",)

    def margin(self, observed: Any) -> None:
        """None."""


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": "toys." + "h" * 200}, "must be lower-case words .* of at most 200 letters"),
    ({"name": "Toys.heads"}, "Claim name 'Toys.heads' must be lower-case words joined by '-' and '.'"),
    ({"name": "toys heads"}, "Claim name 'toys heads' must be lower-case"),
    ({"name": "toys..heads"}, "Claim name 'toys..heads' must be lower-case"),
    ({"name": "toys.heads-"}, "Claim name 'toys.heads-' must be lower-case"),
    ({"name": "../heads"}, "it names folders, test items and badges"),
    ({"name": ""}, "Claim name '' must be lower-case"),
    ({"statement": ""}, r"toys\.heads: the statement is empty \(is the docstring of the page missing\?\)"),
    ({"statement": "\n  "}, r"toys\.heads: the statement is empty"),
    ({"statement": None}, r"toys\.heads: the statement is empty"),
    ({"source": "Nobody 2025"}, r"toys\.heads: source='Nobody 2025' must be a Source"),
    ({"trust": 0.1}, r"toys\.heads: trust=0\.1 must be a Trust"),
    ({"regimes": Coin(0.5)}, r"toys\.heads: regimes=Coin\(chance=0\.5\) has no strategy; expected Regimes or Given"),
    ({"regimes": NoSampler()}, r"toys\.heads: regimes=.* has no sample; expected Regimes"),
    ({"prediction": "heads"}, r"toys\.heads: prediction='heads' has no margin"),
    ({"prediction": NoSentence()}, r"toys\.heads: prediction=.* has no sentence"),
    ({"experiment": 0.5}, r"toys\.heads: experiment=0\.5 must be a function of \(regimes, streams\)"),
    ({"required": 1}, r"toys\.heads: required=1 must lie strictly between 0 and 1: no finite number of draws"),
    ({"required": 1.0}, r"required=1\.0 must lie strictly between 0 and 1: .* say 0\.99 or 0\.999"),
    ({"required": 1 - 1e-13}, r"required=0\.9999999999999 must lie strictly between 0 and 1"),
    ({"required": 0}, "required=0 must lie strictly between 0 and 1"),
    ({"required": -0.5}, r"required=-0\.5 must lie strictly between"),
    ({"required": float("nan")}, r"required=nan must be a number in \(0, 1\), or a function of the regimes"),
    ({"required": float("inf")}, "required=inf must be a number"),
    ({"required": True}, "required=True must be a number"),
    ({"required": "0.9"}, r"required='0\.9' must be a number"),
    ({"controls": ()}, r"controls=\(\) must hold at least one Control: a claim that cannot fail shows nothing"),
    ({"controls": CONTROL}, r"toys\.heads: controls is one Control alone, expected a tuple: \(Control\(...\),\)"),
    ({"controls": [CONTROL]}, r"toys\.heads: controls=\[.*\] must hold at least one Control"),
    ({"controls": (toss,)}, r"toys\.heads: controls holds <function toss.*>, expected a Control"),
    ({"controls": (CONTROL, CONTROL)}, r"toys\.heads: two controls break or add the same hypothesis"),
    (KNOWN, r"toys\.heads: known=refuted needs at least one PositiveControl.*may be the experiment"),
    ({"baselines": (CONTROL,)}, r"baselines holds Control\(.*\), expected a Baseline"),
    ({"baselines": (IDLE, IDLE)}, "the same hypothesis: .*before it is tossed"),
    ({"positive_controls": POSITIVE}, r"positive_controls=Positive.* must be a tuple of PositiveControls"),
    ({"positive_controls": (CONTROL,)}, r"positive_controls holds Control\(.*\), expected a PositiveControl"),
    ({"positive_controls": (POSITIVE, POSITIVE)}, "two controls break or add the same hypothesis: .*two heads"),
    (
        {"positive_controls": (PositiveControl(adds="the coin is fair", experiment=toss),)},
        "the positive control 'the coin is fair' is the claim itself: it changes nothing",
    ),
    (
        {"positive_controls": (PositiveControl(adds="the coin is fair", regimes=Regimes(Coin, chance=1.0)),)},
        "two controls break or add the same hypothesis",
    ),
    ({"reading_of": "toys.heads"}, r"toys\.heads: reading_of='toys\.heads' is the claim itself, expected another one"),
    ({"kind": "conjecture"}, "kind='conjecture' must be one of theorem, lemma, corollary, proposition, empirical"),
    ({"known": Verdict.REFUTED}, r"toys\.heads: known=refuted needs a reason"),
    ({"known": Verdict.REFUTED, "reason": " "}, r"toys\.heads: known=refuted needs a reason"),
    (
        {"known": Verdict.REFUTED, "reason": "it is false"},
        r"toys\.heads: known=refuted needs a flaw, one of Flaw\.MISPRINT",
    ),
    ({"flaw": Flaw.MISPRINT}, r"toys\.heads: flaw=misprint goes with known=Verdict\.REFUTED alone, not known=None"),
    (
        {"known": Verdict.UNDECIDED, "reason": "it is dear", "flaw": Flaw.RATE},
        r"flaw=rate that does not hold goes with known=Verdict\.REFUTED alone, not known=undecided",
    ),
    (
        {"known": Verdict.REFUTED, "reason": "it is false", "flaw": Flaw.PROOF_STEP, "kind": "theorem"},
        r"toys\.heads: flaw=failing proof step says nothing against the theorem .*, but kind='theorem'",
    ),
    (
        {"known": Verdict.REFUTED, "reason": "it is false", "flaw": "misprint"},
        r"toys\.heads: flaw='misprint' must be a Flaw",
    ),
    ({"known": "refuted", "reason": "it is false"}, r"toys\.heads: known='refuted' must be a Verdict"),
    ({"dtype": torch.float16}, r"toys\.heads: dtype=torch\.float16 must be torch\.float32 or torch\.float64"),
    ({"dtype": float}, r"toys\.heads: dtype=<class 'float'> must be"),
    ({"scale": Scale("chances", (1, 2), grow=replace)}, r"toys\.heads: the scale grows 'chances', which Coin lacks"),
    ({"scale": (1, 2, 4)}, r"toys\.heads: scale=\(1, 2, 4\) must be a Scale"),
    ({"study": "toys.flow"}, r"toys\.heads: study='toys\.flow' must be a Study"),
]


@pytest.mark.parametrize(("wrong", "message"), WRONG)
def test_a_wrong_declaration(wrong: dict[str, Any], message: str) -> None:
    """The claim, the part, what came and what was expected."""
    with pytest.raises(ClaimError, match=message):
        replace(CLAIM, **wrong)


@pytest.mark.parametrize("wrong", [{"experiment": 0.5}, {"regimes": "wide"}], ids=str)
def test_a_control_is_made_of_what_a_claim_is_made_of(wrong: dict[str, Any]) -> None:
    """A wrong part of a control is found before anything is trained, and named with its control."""
    with pytest.raises(ClaimError, match="fairness.*(experiment=0.5|regimes='wide')"):
        replace(CLAIM, controls=(Control(breaks="fairness", **wrong),))


@pytest.mark.parametrize("name", ["heads", "toys2024.heads-or-tails", "a.b.c-1"])
def test_names_that_are_names(name: str) -> None:
    """Words of letters and digits; the paper stands before the first dot."""
    assert replace(CLAIM, name=name).paper == name.split(".")[0]


def test_a_claim_is_a_value() -> None:
    """Nothing can be set after it was checked."""
    with pytest.raises(FrozenInstanceError):
        CLAIM.required = 0.5  # type: ignore[misc]


def test_a_required_probability_may_be_a_function() -> None:
    """Of the regimes, where the theorem's delta depends on them."""
    claim = replace(CLAIM, required=lambda coins: 1 - coins.chance / 10)
    assert callable(claim.required)


def test_supported_is_what_is_expected() -> None:
    """Unless another verdict is known, with its reason."""
    assert CLAIM.expected is Verdict.SUPPORTED
    refuted = replace(CLAIM, **KNOWN, positive_controls=(POSITIVE,))
    assert refuted.expected is Verdict.REFUTED


@pytest.mark.parametrize(
    ("dtype", "stated", "round_off"),
    [(torch.float32, None, 1e-3), (torch.float64, None, 1e-6), (torch.float32, 1e-2, 1e-2), (torch.float64, 0.0, 0.0)],
)
def test_round_off(dtype: torch.dtype, stated: float | None, round_off: float) -> None:
    """What the claim states, or about the square root of its precision."""
    assert replace(CLAIM, dtype=dtype, trust=Trust(round_off=stated)).round_off == round_off


def test_the_field_that_grows_is_one_of_the_regime() -> None:
    """A ladder over the chance."""
    assert replace(CLAIM, scale=Scale("chance", (0.5, 1.0), grow=replace)).scale is not None


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_has_a_meaning(flaw: Flaw) -> None:
    """One sentence beside the words that print."""
    assert str(flaw) == flaw.value and flaw.meaning


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_meaning(verdict: Verdict) -> None:
    """One sentence, which never says "proved"; the word itself is what prints."""
    assert str(verdict) == verdict.value and "prove" not in verdict.meaning
