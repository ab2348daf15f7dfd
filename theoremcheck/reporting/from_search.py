"""What a search for counterexamples found, as the report keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from math import isfinite, log
from shlex import quote
from typing import Any

from theoremcheck.claim import Claim
from theoremcheck.falsifier.counterexamples import Counterexample, Search
from theoremcheck.falsifier.effort import shares_of
from theoremcheck.falsifier.reach import rate_as_likely_as_not
from theoremcheck.regimes.printed import code_of
from theoremcheck.reporting.entry import CounterexampleRecord, SearchRecord
from theoremcheck.running import BUDGETS, Budget
from theoremcheck.statistics import at_most
from theoremcheck.vocabulary import BudgetName

__all__ = ["search_record"]


def search_record(
    claim: Claim, search: Search | None, required: Iterable[float], budget: Budget
) -> SearchRecord | None:
    """What the report keeps of a search; None where nobody searched.

    Args:
        claim: The claim.
        search: What the search found.
        required: The probabilities that the claim requires of its draws, each once.
        budget: The one whose confidence level judges. The search may have had another: its evidence says which.
    """
    if search is None:
        return None
    found = [_counterexample(claim, example, shares_of(search.weighed)) for example in search.counterexamples]
    reach = _reach(search.budget, required, budget.alpha, callable(claim.required))
    missed = f"; rates below {at_most(reach)} are more likely missed than confirmed at this budget"
    if search.budget is None:
        missed, other = "", "; the search has not come to its end"
    else:
        other = "" if search.budget == budget.name else f"; the search had the budget {search.budget}"
    return SearchRecord(
        candidates=search.candidates,
        sources=dict(search.sources),
        failed=search.failed,
        confirmed=len(search.counterexamples),
        finding=search.finding,
        counterexample=found[0] if found else None,
        others=tuple(found[1:]),
        budget=search.budget,
        reach=reach,
        sentence=search.sentence + (missed if search.failed and not found else "") + other,
    )


def _reach(budget: BudgetName | None, required: Iterable[float], alpha: float, by_stratum: bool) -> float:
    """The share of failing replicates from which on the search more likely confirms a candidate, wherever it lies."""
    if budget is None:
        return 1.0
    effort = BUDGETS[budget].effort
    return max(rate_as_likely_as_not(one, effort, alpha, by_stratum=by_stratum) for one in required)


def _counterexample(claim: Claim, found: Counterexample, shares: int) -> CounterexampleRecord:
    code, weight = code_of(found.point), found.weight
    return CounterexampleRecord(
        regime={field.name: _plain(getattr(found.point, field.name)) for field in fields(found.point)},
        code=code,
        command=f"theoremcheck replay {claim.name} {quote(code)}",
        minimal=found.minimal,
        undecided=found.undecided,
        finding=found.finding,
        fate=found.fate,
        failures=weight.failures,
        replicates=weight.trials,
        unusable=weight.unusable,
        error=found.error,
        lower=1 - weight.upper,
        upper=1 - weight.lower,
        allowed=1 - weight.required,
        log_e=_log_e(found, shares),
    )


def _log_e(found: Counterexample, shares: int) -> float:
    """Log e-value against the claim: of a chain of decisions no link may be wrong, so the weakest one counts.

    A point of a claim with growth refutes it where it fails as it is *and* at the largest factor; the smaller of two
    e-values is one against each of both. The largest of several e-values, divided by their number, lies below their
    mean, which is an e-value; it is divided by as many shares as alpha is.
    """
    links = [found.weight, *(rung.weight for rung in found.ladder[-1:] if found.finding == "stays")]
    return min(link.log_e_fails for link in links) - log(shares)


def _plain(value: Any) -> Any:
    """A JSON value; what JSON lacks is written as text."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, bool | int | float | str) else code_of(value)
