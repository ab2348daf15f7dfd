"""The engine is part of a specification as far as it decides a trial, and no further."""

import ast
import os
import tokenize
from collections.abc import Callable
from io import BytesIO
from keyword import iskeyword
from pathlib import Path

import pytest

import theoremcheck
from theoremcheck import Claim
from theoremcheck.digests import modules
from theoremcheck.series.specification import specification_hash

ENGINE = Path(theoremcheck.__file__).parent
FILES = {file.relative_to(ENGINE).as_posix(): file for file in sorted(ENGINE.rglob("*.py"))}
NUMERICS = (
    "coins.py",
    "import Observables\n",
    "import Observables\nfrom theoremcheck.numerics import gaussian_coordinates\n",
)

DECIDE = [
    "claim/declaration.py", "claim/parts.py", "claim/controls.py", "streams/per_trial.py", "weighing.py",
    "predictions/values.py", "predictions/base.py", "predictions/holding.py",
    "predictions/several.py", "series/readings.py", "numerics/extended.py",
    "numerics/gram.py", "regimes/declared.py", "regimes/laws.py", "regimes/points.py", "regimes/validity.py",
    "regimes/intervals.py", "regimes/lists.py", "regimes/recorded.py", "regimes/sampler.py", "regimes/supports.py",
    "regimes/whole.py", "series/drawing.py", "series/addresses.py", "evidence/columns.py", "evidence/forms.py",
    "running/experiments.py", "running/batches.py", "running/handed.py", "running/observed.py", "running/raised.py",
    "streams/process_state.py", "streams/labels.py", "evidence/records.py", "statistics/bounds.py",
    "statistics/checks.py", "statistics/eprocess.py", "statistics/log_beta.py", "statistics/paths.py",
]  # fmt: skip
"""Files that a trial passes through, from its index to its e-value."""
FREE = [
    "boundary/", "catalogue/", "claim/made.py", "claim/paper.py", "claim/question.py", "claim/validation.py",
    "command_line/", "digests/",
    "evidence/ledger.py", "statistics/quantiles.py",
    "evidence/merging.py", "evidence/plans.py", "evidence/segments.py",
    "evidence/frame.py", "evidence/state.py", "falsifier/", "judging.py",
    "pytest_plugin/", "reporting/", "running/allocator.py", "running/budget.py",
    "running/desk.py", "running/devices.py", "running/dispatch.py", "running/executors.py", "running/recording.py",
    "running/dask_workers.py", "running/guard.py", "running/isolated.py", "running/noted.py",
    "running/pinning.py", "running/portions.py", "running/readiness.py", "running/spread.py",
    "running/looks.py", "running/runner.py", "running/shared_sizes.py", "running/threads.py", "running/witness.py",
    "series/again.py", "series/company.py", "series/comparison.py", "series/dossier.py", "series/specification.py",
    "series/describing.py", "testing/",
    "vocabulary.py", "predictions/along.py", "predictions/rates.py", "predictions/straw_men.py",
    "series/tried_rates.py", "regimes/given.py", "regimes/neighbours.py", "regimes/children.py",
    "regimes/flocks.py", "regimes/moves.py", "statistics/design.py",
    "statistics/ebh.py", "statistics/eholm.py", "statistics/means.py", "statistics/in_words.py",
    "statistics/rounding.py", "statistics/stopping.py", "numerics/flow.py", "numerics/pairs.py",
    "numerics/ladders.py", "numerics/contrastive.py", "numerics/losses.py", "numerics/tables.py",
    "numerics/text_worth.py",
    "streams/beside.py", "streams/files_read.py", "regimes/admitted.py", "regimes/printed.py",
    "__main__.py",
]  # fmt: skip
"""Rooms and files that only present, search, keep books, or are not used by the page."""

Rewrite = Callable[[bytes], bytes]


@pytest.fixture
def hashed(shelf, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Hash of a page whose models use numerics, after some of the engine's files were rewritten."""
    claim: Claim = shelf(NUMERICS).CLAIM
    read = modules.read

    def of(rewrite: Rewrite = bytes, *files: str) -> str:
        rewritten = {str(FILES[file]) for file in files}
        monkeypatch.setattr(modules, "read", lambda path: rewrite(read(path)) if path in rewritten else read(path))
        return specification_hash(claim)

    return of


def one_character_more(source: bytes) -> bytes:
    """The last name of a file made longer by a letter."""
    names = [
        token.end
        for token in tokenize.tokenize(BytesIO(source).readline)
        if token.type == tokenize.NAME and not iskeyword(token.string)
    ]
    lines = source.decode().splitlines(keepends=True)
    row, column = names[-1]
    lines[row - 1] = lines[row - 1][:column] + "x" + lines[row - 1][column:]
    return "".join(lines).encode()


def in_place(place: str) -> list[str]:
    """The files of a room, or the one file."""
    return [file for file in FILES if file.startswith(place) and not file.endswith("__init__.py")]


@pytest.mark.parametrize("file", DECIDE)
def test_one_character_of_code_on_the_way_of_a_trial_changes_the_hash(file: str, hashed) -> None:
    """Draws made before and after it never mix."""
    assert hashed(one_character_more, file) != hashed()


@pytest.mark.parametrize("place", FREE)
def test_what_decides_no_trial_is_free_to_change(place: str, hashed) -> None:
    """A new picture in the report, or another order of the search, costs nobody his draws."""
    assert in_place(place) and hashed(one_character_more, *in_place(place)) == hashed()


def test_every_file_of_the_engine_is_on_one_side() -> None:
    """Whoever adds a file says on which."""
    free = [file for place in FREE for file in in_place(place)]
    assert sorted([*DECIDE, *free]) == [file for file in FILES if not file.endswith("__init__.py")]


def written_anew(source: bytes) -> bytes:
    """Without comments, with other line breaks, parentheses and quotes."""
    return ast.unparse(ast.parse(source)).encode()


def without_docstrings(source: bytes) -> bytes:
    """Without docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree).encode()


@pytest.mark.parametrize(
    "rewrite",
    [
        written_anew,
        without_docstrings,
        lambda source: source.replace(b"\n", b"\r\n"),
        lambda source: b"\xef\xbb\xbf# One more comment.\n\n" + source,
    ],
    ids=["layout", "docstrings", "line ends", "a comment and a byte-order mark"],
)
def test_how_the_engine_is_written_decides_nothing(rewrite: Rewrite, hashed) -> None:
    """All of its files at once."""
    assert hashed(rewrite, *FILES) == hashed()


def test_when_a_file_was_written_decides_nothing(shelf) -> None:
    """Nor does it matter that it is read again."""
    page = shelf()
    before = specification_hash(page.CLAIM)
    for file in Path(page.__file__).parents[1].rglob("*.py"):
        os.utime(file, (0, 0))
    assert specification_hash(page.CLAIM) == before
