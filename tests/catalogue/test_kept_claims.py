"""What a page keeps of the claims that it makes is collected, in whatever it keeps them; what it drops is named."""

import warnings
from pathlib import Path

import pytest

from tests.plugin.conftest import page
from theoremcheck.catalogue.located import claims_in

ROOT = Path(__file__).parents[2]
COPY = '\n\ndef named(name):\n    return Claim(**vars(CLAIM) | {"name": name})\n\n\n'


@pytest.fixture
def found(tmp_path):
    """The claims of a page after more lines."""

    def found(lines):
        path = tmp_path / "claims" / f"page{abs(hash(lines))}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(page() + COPY + lines)
        return [(item.claim.name, item.variable) for item in claims_in(path)]

    return found


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        ('CLAIMS = [named(f"coins.{n}") for n in range(2)]', ["CLAIMS[0]", "CLAIMS[1]"]),
        ('CLAIMS = (named("coins.0"), named("coins.1"))', ["CLAIMS[0]", "CLAIMS[1]"]),
        ('CLAIMS = {n: named(f"coins.{n}") for n in range(2)}', ["CLAIMS[0]", "CLAIMS[1]"]),
        ('CLAIMS = []\nfor n in range(2):\n    CLAIMS.append(named(f"coins.{n}"))', ["CLAIMS[0]", "CLAIMS[1]"]),
    ],
    ids=["list", "tuple", "dict", "loop"],
)
def test_claims_that_are_kept_together_are_collected(found, lines, places):
    assert found(lines) == [("coins.shows-heads", "CLAIM"), *((f"coins.{n}", at) for n, at in enumerate(places))]


def test_one_that_has_a_name_besides_is_collected_once(found):
    assert found("CLAIMS = [CLAIM]") == [("coins.shows-heads", "CLAIM")]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ('for n in range(3):\n    LAST = named(f"coins.{n}")', ["coins.2"]),
        ('print(named("coins.0"), named("coins.1"))', []),
    ],
    ids=["overwritten", "never kept"],
)
def test_one_that_is_kept_nowhere_is_named(found, lines, kept):
    with pytest.warns(UserWarning, match="makes coins.0, coins.1 and keeps no variable"):
        assert [name for name, _ in found(lines)][1:] == kept


def test_our_own_pages_lose_none():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert claims_in(
            __import__("pathlib").Path("claims/yaras2025/initialisation/inner_product_density.py").resolve()
        )
