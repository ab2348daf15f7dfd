"""What changes the hash of a page, and what does not."""

import pytest

from theoremcheck import Claim
from theoremcheck.series.specification import specification_hash

HEADS = "pages/heads.py"

NOT_DECISIVE = {
    "a comment in the page": (HEADS, "BIAS = 0.5", "# so much\nBIAS = 0.5  # half"),
    "a comment in a module": ("coins.py", "    chance: float", "    chance: float  # p"),
    "a comment far away": ("constants.py", "# of the outcome", "# of what is seen"),
    "a line break": (HEADS, "uniform(0.96, 1.0)", "uniform(\n        0.96,\n        1.0,\n    )"),
    "quotes": ("coins.py", '"toss"', "'toss'"),
    "parentheses": ("coins.py", "streams.uniform(label) + bias", "(streams.uniform(label) + bias)"),
    "another way to write a number": ("constants.py", "0.25", "2.5e-1"),
    "a module's docstring": ("coins.py", '"""Coins, and how they are tossed."""', '"""Of coins."""'),
    "a missing docstring": ("constants.py", '"""Numbers."""\n', ""),
    "a class's docstring": ("coins.py", '"""A coin."""', '"""One coin."""'),
    "a function's docstring": ("coins.py", '"""A toss with a bias."""', '"""A biased toss."""'),
    "a local function's docstring": ("coins.py", '"""Toss with a bias."""', '"""Toss, with a bias."""'),
    "a local function without docstring": ("coins.py", '        """Toss with a bias."""\n', ""),
    "a constant's docstring": ("constants.py", "SHIFT = 0.25  # of the outcome", 'SHIFT = 0.25\n"""Of the outcome."""'),
    "a reflowed statement": (HEADS, '"""Heads are seen."""', '"""Heads\nare   seen.\n"""'),
    "a module that nobody imports": ("unrelated.py", "VALUE = 1", "VALUE = 2"),
    "another page": ("pages/tails.py", "BIAS = 0.5", "BIAS = 0.75"),
}
DECISIVE = {
    "a constant of the page": (HEADS, "BIAS = 0.5", "BIAS = 0.75"),
    "the statement": (HEADS, "Heads are seen.", "Heads are often seen."),
    "the name": (HEADS, '"shelf.heads"', '"shelf.more-heads"'),
    "the required probability": (HEADS, "0.9 + 0", "0.95 + 0"),
    "a number instead of a function": (HEADS, "lambda coins: 0.9 + 0 * coins.chance", "0.9"),
    "the prediction's bound": (HEADS, 'AtMost("drawn", 0.0)', 'AtMost("drawn", 0.001)'),
    "the prediction's kind": (HEADS, "AtMost", "AtLeast"),
    "the range of a law": (HEADS, "uniform(0.96, 1.0)", "uniform(0.97, 1.0)"),
    "the kind of a law": (HEADS, "uniform(0.96", "log_uniform(0.96"),
    "a declared field": (HEADS, "chance=uniform(0.96, 1.0)", "chance=uniform(0.96, 1.0), sides=3"),
    "a condition": (HEADS, "uniform(0.96, 1.0))", "uniform(0.96, 1.0), where=lambda r: r.chance < 0.99)"),
    "an argument of a partial": (HEADS, "bias=0.0", "bias=0.001"),
    "another argument of a partial": (HEADS, "bias=0.0", "label='0.0'"),
    "a closure's value": (HEADS, "tosser(BIAS)", "tosser(2 * BIAS)"),
    "a callable's attribute": (HEADS, "tosser(BIAS)", "coins.Tosser(BIAS)"),
    "a control's words": (HEADS, "the coin is fair", "the coin is just"),
    "a control's regimes": (HEADS, "uniform(0.1, 0.2)", "uniform(0.1, 0.3)"),
    "a control more": (
        HEADS,
        "    ),\n    trust",
        '        Control(breaks="both", experiment=tosser(0.1)),\n    ),\n    trust',
    ),
    "the precision": (HEADS, "torch.float32", "torch.float64"),
    "the trust": (HEADS, "fraction=0.1", "fraction=0.2"),
    "the refinement": (HEADS, "fraction=0.1", "fraction=0.1, refine=lambda coins: coins"),
    "a default of the dataclass": ("coins.py", "sides: int = 2", "sides: int = 3"),
    "a default argument": ("coins.py", "bias=0.0, *", "bias=0.001, *"),
    "a keyword's default": ("coins.py", 'label="toss"):', 'label="throw"):'),
    "a line of a function": ("coins.py", "toss(coins, streams, bias)", "toss(coins, streams, -bias)"),
    "a module of a module": ("constants.py", "0.25", "0.26"),
    "a package's own file": ("__init__.py", '"""A shelf of toys."""', "import shelf.unrelated"),
}


@pytest.fixture
def original(shelf) -> str:
    """Hash of the page as it stands."""
    return specification_hash(shelf().CLAIM)


def test_a_hash_is_sixteen_digits(original: str) -> None:
    """Hexadecimal, so that it can name a folder."""
    assert len(original) == 16 and int(original, 16) >= 0


def test_a_catalogue_may_move(original: str, shelf) -> None:
    """Each copy is written into another folder: where it lies decides nothing."""
    assert specification_hash(shelf().CLAIM) == original


@pytest.mark.parametrize("edit", NOT_DECISIVE.values(), ids=NOT_DECISIVE)
def test_what_decides_nothing_changes_nothing(edit: tuple[str, str, str], original: str, shelf) -> None:
    """A comment may be mended without losing a single draw."""
    assert specification_hash(shelf(edit).CLAIM) == original


@pytest.mark.parametrize("edit", DECISIVE.values(), ids=DECISIVE)
def test_what_decides_a_verdict_changes_the_hash(edit: tuple[str, str, str], original: str, shelf) -> None:
    """Whoever changes it gets new draws."""
    imports = (HEADS, "import AtMost,", "import AtLeast, AtMost, log_uniform,")
    assert specification_hash(shelf(imports, edit).CLAIM) != specification_hash(shelf(imports).CLAIM)


@pytest.mark.parametrize(
    "style",
    [
        "from shelf.constants import SHIFT",
        "from shelf.constants import *",
        "from . import constants\n\nSHIFT = constants.SHIFT",
        "from shelf import constants as c\n\nSHIFT = c.SHIFT",
        "import shelf.constants\n\nSHIFT = shelf.constants.SHIFT",
        "def late():\n    from .constants import SHIFT\n    return SHIFT\n\n\nSHIFT = late()",
    ],
)
def test_a_module_counts_however_it_is_imported(style: str, shelf) -> None:
    """Absolutely, relatively, as a whole, by name, or late."""
    edit = ("coins.py", "from .constants import SHIFT", style)
    before = specification_hash(shelf(edit).CLAIM)
    assert specification_hash(shelf(edit, ("constants.py", "0.25", "0.26")).CLAIM) != before


def test_two_pages_have_two_hashes(original: str, shelf) -> None:
    """They differ in name, statement and bound."""
    claim: Claim = shelf(page="tails").CLAIM
    assert specification_hash(claim) != original
