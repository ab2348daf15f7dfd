"""Source, Scale, Trust, Control and Study: what they refuse, and what they say."""

from typing import Any

import pytest

from theoremcheck import Baseline, ClaimError, Control, PositiveControl, Scale, Source, Study, Trust

NAN, INFINITY = float("nan"), float("inf")


@pytest.mark.parametrize("exactness", ["verbatim", "paraphrased", "reconstructed"])
def test_a_source_is_one_of_three(exactness: Any) -> None:
    """And without an arXiv number it has no link."""
    assert Source("Yaras et al. 2025", item="Theorem 3.2", exactness=exactness).url is None


@pytest.mark.parametrize("arxiv", ["2412.07909", "1807.03748v2", "0704.0001", "math/0309136", "cs.lg/9905014"])
def test_arxiv_numbers_old_and_new(arxiv: str) -> None:
    """The link is that of the abstract."""
    source = Source("Yaras et al. 2025", item="Theorem 3.2", exactness="verbatim", arxiv=arxiv)
    assert source.url == f"https://arxiv.org/abs/{arxiv}"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"exactness": "exact"}, "exactness='exact' must be one of verbatim, paraphrased, reconstructed"),
        ({"exactness": ""}, "exactness='' must be one of verbatim"),
        ({"item": ""}, r"Source\(item=''\) is empty: a claim says where it was read"),
        ({"item": " \n"}, r"Source\(item=' \\n'\) is empty"),
        ({"paper": ""}, r"Source\(paper=''\) is empty"),
        ({"arxiv": "241.07909"}, "arxiv='241.07909' is no arXiv identifier such as '2412.07909'"),
        ({"arxiv": "arXiv:2412.07909"}, "arxiv='arXiv:2412.07909' is no arXiv identifier"),
        ({"arxiv": "2412.07909\n"}, "is no arXiv identifier"),
        ({"arxiv": ""}, "arxiv='' is no arXiv identifier"),
    ],
)
def test_a_wrong_source(wrong: dict[str, Any], message: str) -> None:
    """A reader could not look it up."""
    with pytest.raises(ClaimError, match=message):
        Source(**{"paper": "Yaras et al. 2025", "item": "Theorem 3.2", "exactness": "verbatim", **wrong})


@pytest.mark.parametrize(
    ("factors", "message"),
    [
        ((), r"factors=\(\) must have at least two rungs"),
        ((1,), r"factors=\(1,\) must have at least two rungs: one size shows no trend"),
        ((1, 1, 2), r"factors=\(1, 1, 2\) must be .*increasing"),
        ((2, 1), r"factors=\(2, 1\) must be .*increasing"),
        ((0, 1), r"factors=\(0, 1\) must be .*positive"),
        ((-1, 1), r"factors=\(-1, 1\) must be .*positive"),
        ((1, NAN, 4), r"factors=\(1, nan, 4\) must be"),
        ((1, 2, INFINITY), r"factors=\(1, 2, inf\) must be"),
    ],
)
def test_a_wrong_ladder(factors: tuple[float, ...], message: str) -> None:
    """A ladder has rungs, and they rise."""
    with pytest.raises(ClaimError, match=message):
        Scale("n", factors, grow=lambda point, factor: point)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"fraction": 0.0}, r"fraction=0\.0 must lie in \(0, 1\]"),
        ({"fraction": 1.5}, r"fraction=1\.5 must lie in"),
        ({"fraction": NAN}, "fraction=nan must lie in"),
        ({"rate": 0.0}, r"rate=0\.0 must lie in \(0, 1\)"),
        ({"rate": 1.0}, r"rate=1\.0 must lie in"),
        ({"rate": NAN}, "rate=nan must lie in"),
        ({"round_off": -1e-3}, r"round_off=-0\.001 must"),
        ({"round_off": NAN}, "round_off=nan must"),
        ({"at_least": -1}, "at_least=-1 must"),
    ],
)
def test_a_wrong_trust(wrong: dict[str, Any], message: str) -> None:
    """Shares are shares, and a difference is not negative."""
    with pytest.raises(ClaimError, match=message):
        Trust(**wrong)


@pytest.mark.parametrize("fraction", [0.01, 0.1, 0.25, 0.3, 0.5, 0.7, 1.0])
def test_trust_selects_its_share(fraction: float) -> None:
    """Of many trials, to the fraction's own precision: one trial in a thousand."""
    trust = Trust(fraction=fraction, at_least=0)
    assert sum(map(trust.selects, range(10_000))) / 10_000 == pytest.approx(fraction, abs=1e-3)


@pytest.mark.parametrize("at_least", [0, 1, 16, 100])
def test_the_first_trials_are_all_selected(at_least: int) -> None:
    """A small share of a small run would show nothing."""
    assert all(map(Trust(fraction=0.01, at_least=at_least).selects, range(at_least)))


@pytest.mark.parametrize("breaks", ["", "  "])
def test_a_control_says_what_it_breaks(breaks: str) -> None:
    """In words."""
    with pytest.raises(ClaimError, match="must say which hypothesis is broken"):
        Control(breaks=breaks, experiment=print)


def test_a_control_changes_something() -> None:
    """Regimes or experiment."""
    with pytest.raises(ClaimError, match="'independence' changes neither regimes nor experiment: it breaks nothing"):
        Control(breaks="independence")


def test_a_positive_control_says_what_it_adds() -> None:
    """In words."""
    with pytest.raises(ClaimError, match="must say which hypothesis is added"):
        PositiveControl(adds=" ", experiment=print)


def test_a_positive_control_changes_something() -> None:
    """Regimes or experiment."""
    with pytest.raises(ClaimError, match="'independence' changes neither regimes nor experiment: it adds nothing"):
        PositiveControl(adds="independence")


def test_a_baseline_says_when_it_is_asked():
    """The words follow "also holds"."""
    with pytest.raises(ClaimError, match="must say when the prediction would also hold"):
        Baseline(when=" ", experiment=print)


def test_a_baseline_differs_from_the_claim():
    """By its regimes or by its experiment."""
    with pytest.raises(ClaimError, match="'before training' changes neither regimes nor experiment"):
        Baseline(when="before training")


@pytest.mark.parametrize("name", ["", "Yaras", "yaras 2025", "yaras/flow"])
def test_a_study_has_a_name_like_a_claim(name: str) -> None:
    """It names a folder of evidence."""
    with pytest.raises(ClaimError, match=rf"Study name '{name}' must be lower-case words"):
        Study(name, package="claims")
