"""Claims that share a trajectory share an owner, a hash and, where nothing differs, the draws."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from theoremcheck import Claim, Study
from theoremcheck.series.specification import Series, SpecificationError, series_of

HEADS, TAILS, UNRELATED = "pages/heads.py", "pages/tails.py", "unrelated.py"
JOIN = [
    (
        page,
        "    dtype=torch.float32,",
        '    dtype=torch.float32,\n    study=Study("shelf.tosses", package="shelf.pages"),',
    )
    for page in (HEADS, TAILS)
]


@pytest.fixture
def study(shelf):
    """Every series of both claims, after some edits."""

    def every_series(*edits: tuple[str, str, str]) -> tuple[tuple[Series, ...], tuple[Series, ...]]:
        return series_of(shelf(*JOIN, *edits).CLAIM), series_of(shelf(*JOIN, *edits, page="tails").CLAIM)

    return every_series


def test_owner_and_hash_are_shared(study) -> None:
    """The name of the study keys the draws, not that of a claim."""
    heads, tails = study()
    assert {series.owner for series in heads + tails} == {"shelf.tosses"}
    assert len({series.specification for series in heads + tails}) == 1


def test_the_same_regimes_and_experiment_are_one_series(study) -> None:
    """The prediction and the required probability do not matter for it."""
    heads, tails = study((HEADS, "0.9 + 0", "0.95 + 0"))
    assert [series.label for series in heads] == [series.label for series in tails]
    assert len({series.label for series in heads}) == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("uniform(0.96, 1.0)", "uniform(0.97, 1.0)"),
        ("bias=0.0", "bias=0.001"),
        ("fraction=0.1", "fraction=0.2"),
        ("dtype=torch.float32", "dtype=torch.float64"),
    ],
)
def test_what_decides_the_trials_parts_the_series(study, old: str, new: str) -> None:
    """The claims' own series differ then, and the hash stays common."""
    heads, tails = study((HEADS, old, new))
    assert heads[0].label != tails[0].label
    assert heads[0].specification == tails[0].specification


@pytest.mark.parametrize(
    "edit",
    [
        (HEADS, 'AtMost("drawn", 0.0)', 'AtMost("drawn", 0.001)'),
        (TAILS, 'AtMost("drawn", 0.1)', 'AtMost("drawn", 0.2)'),
        (TAILS, "0.9 + 0", "0.95 + 0"),
        ("constants.py", "0.25", "0.26"),
    ],
    ids=["own prediction", "other prediction", "other probability", "models"],
)
def test_a_change_of_one_page_gives_all_claims_new_draws(study, edit: tuple[str, str, str]) -> None:
    """Nobody chooses a prediction after seeing draws that others share."""
    before, after = (
        {series.specification for every_series in found for series in every_series} for found in (study(), study(edit))
    )
    assert len(before) == len(after) == 1 and before != after


def test_comments_are_free_in_a_study_too(study) -> None:
    """In either page."""
    heads, _ = study((TAILS, "BIAS = 0.5", "BIAS = 0.5  # half"))
    assert heads[0].specification == study()[0][0].specification


def test_a_library_that_one_page_uses_counts_for_all(study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package is part of the specification where a declaration names a function of it."""
    library = tmp_path / "site-packages" / "tossing.py"
    library.parent.mkdir()
    library.write_text("def thrown(coins, streams, toss):\n    return toss(coins, streams)\n")
    monkeypatch.syspath_prepend(library.parent)
    heads, tails = study(
        (HEADS, "import torch\n", "import torch\nimport tossing\n"),
        (HEADS, "partial(coins.toss, bias=0.0)", "partial(tossing.thrown, toss=coins.toss)"),
    )
    assert heads[0].specification == tails[0].specification


@pytest.mark.parametrize("package", ["shelf.pages.heads", "shelf.nowhere", "nowhere", "nowhere.pages"])
def test_a_study_names_a_folder(package: str, shelf) -> None:
    """A module has no pages in it, and what is not there has none either."""
    claim: Claim = shelf(*JOIN).CLAIM
    object.__setattr__(claim, "study", Study("shelf.tosses", package=package))
    with pytest.raises(SpecificationError, match=f"package '{package}' is no importable folder"):
        series_of(claim)


def test_without_a_study_arms_are_named_by_words(shelf) -> None:
    """The claim's own series, then its controls in the order of declaration."""
    every_series = series_of(shelf().CLAIM)
    assert [series.label for series in every_series] == ["claim", "the coin is fair", "the coin is heavy"]
    assert [series.breaks for series in every_series] == [None, "the coin is fair", "the coin is heavy"]
    assert {series.owner for series in every_series} == {"shelf.heads"}


def test_a_control_keeps_what_it_does_not_break(shelf) -> None:
    """Regimes or experiment are the claim's own unless the control has others."""
    claim: Claim = shelf().CLAIM
    own, fair, heavy = series_of(claim)
    assert fair.regimes is claim.regimes and fair.experiment is claim.controls[0].experiment
    assert heavy.regimes is claim.controls[1].regimes and heavy.experiment is claim.experiment


@pytest.mark.parametrize("changes", ["prediction=AtMost('drawn', 1.0)", "required=0.5", "name='shelf.copied'"])
def test_a_claim_that_is_made_outside_its_study_s_package_is_refused(shelf, changes: str) -> None:
    """Its sources would not hold the threshold, which could be chosen on the draws that it then judges."""
    imports = "from dataclasses import replace\n\nfrom shelf.pages.heads import CLAIM, AtMost\n\n"
    page = shelf(*JOIN, (UNRELATED, "VALUE = 1\n", f"{imports}CHOSEN = replace(CLAIM, {changes})\n"))
    chosen = import_module("shelf.unrelated").CHOSEN
    said = rf"{chosen.name} is made in .*unrelated\.py, which is no page of shelf\.pages, the package of its study"
    with pytest.raises(SpecificationError, match=said):
        series_of(chosen)
    assert series_of(page.CLAIM)


def test_a_claim_of_a_study_is_refused_in_a_cell(shelf) -> None:
    """A session is no page, whatever it takes from one."""
    session = {"page": shelf(*JOIN), "replace": replace}
    exec(compile("CHOSEN = replace(page.CLAIM, required=0.5)", "<cell 3>", "exec"), session)
    with pytest.raises(SpecificationError, match="shelf.heads is made in <cell 3>, .* without study="):
        series_of(session["CHOSEN"])


def test_a_page_uses_no_function_that_its_study_does_not_reach(shelf) -> None:
    """Such as one that it takes from a module which it imports by name: no source of the study says what it does."""
    taken = 'import_module("shelf.unrelated").toss'
    claim: Claim = shelf(
        *JOIN,
        (UNRELATED, "VALUE = 1\n", "def toss(coins, streams):\n    return {}\n"),
        (HEADS, "import torch\n", "import torch\nfrom importlib import import_module\n"),
        (HEADS, "partial(coins.toss, bias=0.0)", taken),
    ).CLAIM
    with pytest.raises(
        SpecificationError, match=r"shelf\.heads uses shelf\.unrelated, which is no page of shelf\.pages"
    ):
        series_of(claim)
