"""Finding what authors say beside their claims: a module `about.py` in a folder that pages of claims lie in."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from theoremcheck.catalogue.importing import imported
from theoremcheck.claim import Introductions, Paper, Question

__all__ = ["ABOUT", "introductions_of"]

ABOUT = "about.py"
"""Apart from what pages import: a word in it changes no specification."""


def introductions_of(pages: Iterable[Path]) -> Introductions:
    """The papers and questions that the folders of some pages describe, in the order of their names.

    Of a module that cannot be imported it warns: its claims have their report without it.
    """
    papers: dict[str, Paper] = {}
    questions: dict[str, Question] = {}
    for path in dict.fromkeys(about for page in pages for about in _above(page.resolve())):
        try:
            module = imported(path)
        except Exception as error:  # a stranger's module may fail in any way
            warnings.warn(f"{path} could not be imported ({type(error).__name__}: {error})", stacklevel=2)
            continue
        papers |= {value.name: value for value in vars(module).values() if isinstance(value, Paper)}
        questions |= {value.name: value for value in vars(module).values() if isinstance(value, Question)}
    return Introductions(
        tuple(papers[name] for name in sorted(papers)), tuple(questions[name] for name in sorted(questions))
    )


def _above(page: Path) -> Iterator[Path]:
    """The modules about papers in the packages that a page lies in."""
    folder = page.parent
    while (folder / "__init__.py").is_file():
        if (folder / ABOUT).is_file():
            yield folder / ABOUT
        folder = folder.parent
