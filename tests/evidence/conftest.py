"""Evidence to play with: trials, and segments of them on the disk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from theoremcheck.evidence import Segment, Trial

Writer = Callable[..., Path]


@pytest.fixture
def trial() -> Callable[..., Trial]:
    """Makes a trial that holds with margin 1/4, with any field replaced."""

    def make(index: int = 0, **changed: Any) -> Trial:
        fields = {"series": "claim", "claim": "toys.heads", "regime": {"dim": 3, "gap": 0.1}, "seconds": 0.001}
        fields |= {"observables": {"loss": 0.75, "curve": [1.0, 0.5]}, "margin": 0.25}
        return Trial(index=index, **(fields | changed))

    return make


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    """Writes trials as one segment of a specification; gives its file."""

    def write(*trials: Trial, owner: str = "toys.heads", specification: str = "0123456789abcdef") -> Path:
        segment = Segment(tmp_path, owner, specification, "cpu")
        segment.append(trials)
        return segment.path

    return write
