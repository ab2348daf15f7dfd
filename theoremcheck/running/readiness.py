"""Whether a worker elsewhere would make the same draws: asked of each before anything is trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from theoremcheck.catalogue.located import Found, claims_in
from theoremcheck.running.devices import device_named
from theoremcheck.series.specification import series_of

__all__ = ["Expected", "expected_of", "unready"]


@dataclass(frozen=True)
class Expected:
    """What a worker has to have.

    Attributes:
        claims: Page, variable and specification of each claim; of one that has no specification, its own run says why.
        mark: A file in the folder of evidence.
        device: Name of the device.
    """

    claims: Sequence[tuple[Path, str, str]]
    mark: Path
    device: str


def expected_of(found: Sequence[Found], mark: Path, device: str) -> Expected:
    """What workers have to have to run these claims as this process would."""
    claims = [(item.path, item.variable, item.facts.specification) for item in found if item.facts.specification]
    return Expected(claims, mark, device)


def unready(expected: Expected) -> str | None:
    """Why this process cannot run these claims, as the end of a sentence; None if it can."""
    if not expected.mark.is_file():
        return f"does not see the folder of evidence {expected.mark.parent}: name one that all machines share"
    try:
        device_named(expected.device)
    except ValueError as error:
        return f"has no such device: {error}"
    for path, variable, specification in expected.claims:
        if not path.is_file():
            return f"does not see the page {path}: claims have to lie at the same place there"
        try:
            found = {item.variable: item.claim for item in claims_in(path)}
        except Exception as error:
            return f"cannot import {path.name} ({type(error).__name__}: {error})"
        there = series_of(found[variable])[0].specification if variable in found else "nothing"
        if there != specification:
            return f"has another version of {path.name} or of theoremcheck ({there} there, {specification} here)"
    return None
