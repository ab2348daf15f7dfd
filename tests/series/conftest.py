"""A small catalogue on the disk, written anew for each edit and imported under the same names."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

FILES = {
    "__init__.py": '"""A shelf of toys."""\n',
    "constants.py": '''"""Numbers."""

SHIFT = 0.25  # of the outcome
''',
    "coins.py": '''"""Coins, and how they are tossed."""

from dataclasses import dataclass

from theoremcheck import Observables

from .constants import SHIFT


@dataclass(frozen=True)
class Coin:
    """A coin."""

    chance: float
    sides: int = 2


class Tosser:
    """Tosses."""

    def __init__(self, bias):
        self.bias = bias

    def __call__(self, coins, streams):
        """Toss."""
        return Observables(drawn=streams.uniform("toss") + self.bias - coins.chance - SHIFT)


def toss(coins, streams, bias=0.0, *, label="toss"):
    """Toss."""
    return Observables(drawn=streams.uniform(label) + bias - coins.chance - SHIFT)


def tosser(bias):
    """A toss with a bias."""

    def biased(coins, streams):
        """Toss with a bias."""
        return toss(coins, streams, bias)

    return biased
''',
    "unrelated.py": '"""Nobody imports this."""\n\nVALUE = 1\n',
    "pages/__init__.py": "",
    "pages/heads.py": '''"""Heads are seen."""

from functools import partial

import torch

import shelf.coins as coins
from shelf.coins import Coin, tosser
from theoremcheck import AtMost, Claim, Control, Regimes, Source, Study, Trust, uniform

BIAS = 0.5

CLAIM = Claim(
    name="shelf.heads",
    statement=__doc__,
    source=Source("Nobody 2025", item="Lemma 1", exactness="reconstructed"),
    regimes=Regimes(Coin, chance=uniform(0.96, 1.0)),
    experiment=partial(coins.toss, bias=0.0),
    prediction=AtMost("drawn", 0.0),
    required=lambda coins: 0.9 + 0 * coins.chance,
    controls=(
        Control(breaks="the coin is fair", experiment=tosser(BIAS)),
        Control(breaks="the coin is heavy", regimes=Regimes(Coin, chance=uniform(0.1, 0.2))),
    ),
    trust=Trust(fraction=0.1),
    dtype=torch.float32,
)
''',
}
FILES["pages/tails.py"] = (
    FILES["pages/heads.py"].replace("heads", "tails").replace('AtMost("drawn", 0.0)', 'AtMost("drawn", 0.1)')
)

Edit = tuple[str, str, str]
"""File, old text and new text."""
Shelf = Callable[..., ModuleType]


def forget() -> None:
    """Unload the shelf."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "shelf"]:
        del sys.modules[name]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """Writes the catalogue with some edits into a folder of its own, and imports one of its pages."""
    count = 0

    def written(*edits: Edit, page: str = "heads") -> ModuleType:
        nonlocal count
        count += 1
        root = tmp_path / str(count)
        texts = dict(FILES)
        for name, old, new in edits:
            assert old in texts.get(name, ""), f"{name} does not hold {old!r}"
            texts[name] = texts[name].replace(old, new)
        for name, text in texts.items():
            path = root / "shelf" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        monkeypatch.syspath_prepend(root)
        forget()
        return import_module(f"shelf.pages.{page}")

    yield written
    forget()
