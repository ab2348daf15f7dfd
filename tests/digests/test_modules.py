"""Which modules decide what a page computes: its own, the catalogue's, and the engine's behind their front doors."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

import theoremcheck
from theoremcheck.digests.engine import ASIDE, WAY_OF_A_DRAW
from theoremcheck.digests.modules import sources_of

ENGINE = Path(theoremcheck.__file__).parent
ALWAYS = set(sources_of([]))

Written = Callable[..., set[str]]


@pytest.fixture
def reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """The modules that `library.page` reaches beyond those of every trial; nothing of it is imported."""

    def written(page: str, *others: str) -> set[str]:
        for name, text in {"page.py": page, **dict.fromkeys(others, "")}.items():
            path = tmp_path / "library" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        monkeypatch.syspath_prepend(tmp_path)
        return set(sources_of(["library.page"])) - ALWAYS - {"library.page"}

    return written


NUMERICS = {f"numerics.{name}" for name in ("contrastive", "flow", "gram", "ladders", "losses", "pairs", "tables")}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("from theoremcheck import AtMost", {"predictions.values", "numerics.extended"}),
        (
            "from theoremcheck import Vanishes as V",
            {"predictions.rates", "predictions.straw_men", "numerics.ladders", "numerics.extended"},
        ),
        ("from theoremcheck.numerics import gaussian_coordinates", {"numerics.gram"}),
        ("from theoremcheck.numerics import gram", {"numerics.gram"}),
        ("import theoremcheck.numerics.gram", {"numerics.gram"}),
        ("import theoremcheck.numerics as n", NUMERICS),
        ("from theoremcheck.numerics import *", NUMERICS),
        ("def late():\n    from theoremcheck import GivenRegimes", {"regimes.given"}),
        ("from theoremcheck import Verdict, Claim, Streams", set()),
    ],
)
def test_a_page_reaches_what_it_names_of_the_engine(statement: str, expected: set[str], reached: Written) -> None:
    """Not what stands beside it: a new prediction changes no claim that does not use it."""
    assert reached(statement) == {f"theoremcheck.{name}" for name in expected}


@pytest.mark.parametrize(
    "statement",
    [
        "import library.shelf.coins",
        "from library.shelf import coins",
        "from library.shelf.coins import *",
        "from .shelf import coins",
        "from .shelf.coins import toss",
    ],
)
def test_a_module_is_reached_in_folders_with_and_without_a_file_of_their_own(statement: str, reached: Written) -> None:
    """By every way to import it; and what the folder itself runs counts."""
    assert reached(statement, "shelf/coins.py") == {"library.shelf.coins"}
    assert reached(statement, "shelf/__init__.py") == {"library.shelf", "library.shelf.coins"}


def test_modules_may_import_each_other(reached: Written) -> None:
    """A circle comes to an end."""
    assert reached("import library.page\nimport library.other", "other.py") == {"library.other"}


def test_python_and_libraries_do_not_count(reached: Written) -> None:
    """Nor does a name that nobody has."""
    assert reached("import json, torch, numpy.linalg\nfrom math import log\nimport nobody.has_this") == set()


@pytest.mark.parametrize("module", [*WAY_OF_A_DRAW, *ASIDE])
def test_what_the_engine_lists_is_there(module: str) -> None:
    """A module that moves takes its name in the list along."""
    path = ENGINE.parent / module.replace(".", "/")
    assert path.is_dir() or path.with_suffix(".py").is_file()
    assert (module in ALWAYS) is (module in WAY_OF_A_DRAW)


@pytest.mark.parametrize("door", sorted(ENGINE.rglob("__init__.py")), ids=lambda door: door.parent.name)
def test_front_doors_lead_on_and_do_nothing(door: Path) -> None:
    """They are not digested, so nothing may be decided in them; that of the house loads its names late."""
    tree = ast.parse(door.read_text(encoding="utf-8"))
    bound = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    offered = [node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
    assert bound >= {name for node in offered for name in ast.literal_eval(node.value)}
    starred = [node for node in tree.body if isinstance(node, ast.AugAssign) and ast.unparse(node.target) == "__all__"]
    if door.parent != ENGINE:
        led = [*offered, *starred]
        others = [node for node in tree.body if node not in led and not isinstance(node, ast.ImportFrom | ast.Expr)]
        assert others == []
