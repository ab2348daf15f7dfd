"""The level for all verdicts together that options fix."""

from __future__ import annotations

import click

from theoremcheck.reporting import FixedLevel

__all__ = ["fixed_level"]


def fixed_level(fdr: float | None, fwer: float | None) -> FixedLevel | None:
    """The level that --fdr or --fwer gives.

    Raises:
        click.UsageError: If both are given.
    """
    try:
        return FixedLevel.of(fdr, fwer)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
