"""What a verdict does not show: sentences for each claim, derived from what its run did."""

from __future__ import annotations

from collections.abc import Sequence

from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.pictures.regime_marginals import RegimeMarginals
from theoremcheck.reporting.words import confidence, percent
from theoremcheck.statistics import at_least, at_most, required_levels
from theoremcheck.vocabulary import Verdict

__all__ = ["limits_of"]


def limits_of(entry: Entry) -> list[str]:
    """Sentences; the ones that matter most first."""
    return [sentence for rule in _RULES if (sentence := rule(entry))]


def _exactness(entry: Entry) -> str:
    if entry.source.exactness == "reconstructed":
        return (
            "The author of the claim reconstructed the statement: derived or recalled it, and did not read it in this "
            "form in the paper. A refutation of it is no refutation of the paper, nor is its support the paper's."
        )
    if entry.source.exactness == "paraphrased":
        return (
            "The statement is the paper's mathematics in our words: if we misread it, the verdict is about our reading."
        )
    return ""


def _kind(entry: Entry) -> str:
    return "It is an observation of an experiment, not a theorem." if entry.kind == "empirical" else ""


def _share(entry: Entry) -> str:
    series = entry.series
    if entry.verdict is not Verdict.SUPPORTED or series is None:
        return ""
    return (
        f"At least {at_least(series.lower)} of the regime, as it is drawn here, says nothing about the rest: a part "
        f"of probability {at_most(1 - series.lower)} could fail without exception. The share depends on the "
        "distribution that parameters are drawn from."
    )


def _sizes(entry: Entry) -> str:
    drawn = entry.seen.get(RegimeMarginals.name)
    if not isinstance(drawn, RegimeMarginals):
        return ""
    held = drawn.constants and all(field.searched is None for field in drawn.constants)
    if entry.search is None:
        constants = ", and varied nothing that is held constant there" if held else ""
        return f"The draws tried nothing outside the ranges above{constants}."
    # What fails is then grown as well, beyond any range: to see whether it fades.
    constants = ", or varied what is held constant there" if held else ""
    nowhere = f"looked for failures outside the ranges above{constants}."
    if not drawn.beyond:
        return f"Neither the draws nor the search for a counterexample {nowhere}"
    return (
        f"The search for a counterexample went beyond all draws in {_listed(drawn.beyond)}, as far as is said above. "
        f"Neither draws nor search {nowhere}"
    )


def _outside(entry: Entry) -> str:
    drawn = entry.seen.get(RegimeMarginals.name)
    if not isinstance(drawn, RegimeMarginals) or not drawn.outside:
        return ""
    return (
        f"The counterexample lies outside everything that was drawn, in {_listed(drawn.outside)}: no draw says how "
        "often the prediction holds there."
    )


def _asymptotics(entry: Entry) -> str:
    scale = entry.scale
    if scale is None:
        return ""
    return (
        f"No finite ladder shows a limit: along {scale.field} the run checked the claim at the factors "
        f"{_listed([f'{factor:g}' for factor in scale.factors])}, by the surrogate stated above, and nowhere beyond."
    )


def _controls(entry: Entry) -> str:
    if not entry.controls:
        return ""
    if not entry.caught:
        return "No control was refuted, so nothing here shows that the check can fail where a hypothesis is broken."
    some = f", as it did for {entry.caught} of {len(entry.controls)}," if entry.caught < len(entry.controls) else ""
    return (
        f"That the prediction fails where a control breaks a hypothesis{some} shows that the check can fail, and that "
        "this hypothesis matters in the way in which the control breaks it; no control tested the other hypotheses."
    )


def _search(entry: Entry) -> str:
    if entry.search is None:
        return (
            "Nobody searched for a counterexample: the draws are random, and a thin set of failures may lie between "
            "them."
        )
    search, allowed = entry.search, _allowed(entry)
    return (
        "The search misses what it never looked at, and rare failures: a candidate that failed at the first look is "
        f"more likely confirmed than not only where it fails in {at_most(search.reach)} of replicates or more; "
        f"{allowed} are allowed."
    )


def _allowed(entry: Entry) -> str:
    """The share of failures that is allowed; by stratum, where the requirement depends on the regime."""
    assert entry.series is not None  # whoever searched has drawn
    strictest, *others = reversed(required_levels(entry.series))
    if not others:
        return percent(1 - strictest)
    return f"{percent(1 - strictest)} to {percent(1 - others[-1])}, by stratum,"


def _numerics(entry: Entry) -> str:
    numerics = entry.numerics
    if numerics and numerics.varied is None:
        return (
            "No rerun varied the arithmetic: the trials ran in float64, and the experiment declares no step to halve."
        )
    if not numerics or "step" in str(numerics.varied) or not numerics.reruns:
        return ""
    return "The experiment declares no step to halve: its reruns changed the precision of the arithmetic alone."


def _given(entry: Entry) -> str:
    drawn = entry.seen.get(RegimeMarginals.name)
    if isinstance(drawn, RegimeMarginals) and drawn.given:
        return "That the sampler covers what the search covers is the author's word: the author gave both by hand."
    return ""


def _level(entry: Entry) -> str:
    if entry.alpha is None:
        return ""
    return (
        f"A confidence of {confidence(entry.alpha)} is that of a method: of many false statements that it checks, it "
        f"would support up to {percent(entry.alpha)}. The whole suite has its own level, which the report's "
        "first page gives (index.html)."
    )


_RULES = (_exactness, _kind, _share, _sizes, _outside, _asymptotics, _search, _controls, _numerics, _given, _level)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
