"""Where the evidence is that a folder, a report or an archive holds."""

from __future__ import annotations

import lzma
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from theoremcheck.reporting import PACKED, unpack_evidence

__all__ = ["evidence_within", "laid_out"]


def evidence_within(place: Path) -> Path:
    """The evidence of a report's folder, packed or not; any other place is evidence itself."""
    inside = (place / "evidence", place / PACKED)
    return next((found for found in inside if found.exists()), place)


@contextmanager
def laid_out(place: Path) -> Iterator[tuple[Path, Path]]:
    """The directory of the evidence that a folder, a report or an archive holds, and what to call it.

    Raises:
        click.UsageError: If it is neither a folder nor packed evidence.
    """
    place = evidence_within(place)
    if place.is_dir():
        yield place, place
        return
    if not place.is_file():  # nobody waits for the other end of a pipe
        raise click.UsageError(f"{place} is neither a folder nor a regular file: expected evidence, packed or not")
    with TemporaryDirectory(prefix="theoremcheck-") as folder:
        try:
            unpack_evidence(place, Path(folder))
        except (ValueError, tarfile.TarError, lzma.LZMAError, EOFError, OSError) as error:
            raise click.UsageError(f"{place} is no packed evidence: {error}") from error
        yield Path(folder), place
