"""Which of the engine's own modules decide a trial.

What turns (series, index) into an outcome, and outcomes into e-values, is part of every specification: whoever changes
a character of it gives every claim new draws. What a declaration reaches beyond that counts like any other import: its
predictions, the laws of its regimes, the numerics of its models.

All the rest of the engine is free to change, since it makes no number and weighs none: it loads pages, chooses where
to search, keeps evidence, combines weights into one verdict, words it and draws the report.
When a run stops is free as well: the e-values are valid whenever it does.
"""

from __future__ import annotations

__all__ = ["ASIDE", "ENGINE", "WAY_OF_A_DRAW", "is_aside"]

ENGINE = "theoremcheck"

WAY_OF_A_DRAW = (
    "theoremcheck.series.drawing",  # index -> regime and streams
    "theoremcheck.running.experiments",  # regimes and streams -> recorded observables, in batches
    "theoremcheck.series.addresses",  # a chosen point -> the numbers, and so the streams, of its replicates
    "theoremcheck.weighing",  # observables -> margins -> held or failed -> e-values, bounds, a decision
)
"""The modules that every trial passes through; all that they import counts with them."""

ASIDE = {
    "theoremcheck.vocabulary": "names of verdicts",
    "theoremcheck.claim.validation": "refuses a wrong declaration, and changes nothing of a right one",
    "theoremcheck.regimes.neighbours": "chooses where to search",
    "theoremcheck.regimes.children": "chooses where to search",
    "theoremcheck.digests": "computes the hash: whatever it does differently shows in it",
    "theoremcheck.series.describing": "computes the hash too",
    "theoremcheck.series.specification": "computes the hash too",
    "theoremcheck.evidence.frame": "reads evidence for an analyst",
    "theoremcheck.streams.files_read": "notes which files a page reads, and changes no outcome",
}
"""What lies on the way, or in the public face, and decides nothing; with the reason."""


def is_aside(module: str) -> bool:
    """Whether a module is one of those set aside, or lies in one."""
    return any(module == name or module.startswith(f"{name}.") for name in ASIDE)
