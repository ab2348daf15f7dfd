"""What a verdict does not show, said for each claim from what was done."""

from __future__ import annotations

from typing import Any

from theoremcheck.reporting.words import at_least, at_most, confidence, percent

__all__ = ["limits_of"]

Numbers = dict[str, Any]


def limits_of(entry: Numbers) -> list[str]:
    """Sentences; the ones that matter most first."""
    return [sentence for rule in _RULES if (sentence := rule(entry))]


def _exactness(entry: Numbers) -> str:
    if entry["source"]["exactness"] == "reconstructed":
        return (
            "The statement was reconstructed: derived or recalled, not read in this form in the paper. A refutation of "
            "it is no refutation of the paper, nor is its support the paper's."
        )
    if entry["source"]["exactness"] == "paraphrased":
        return (
            "The statement is the paper's mathematics in our words: if we misread it, the verdict is about our reading."
        )
    return ""


def _kind(entry: Numbers) -> str:
    return "It is an observation of an experiment, not a theorem." if entry["kind"] == "empirical" else ""


def _share(entry: Numbers) -> str:
    series = entry["series"]
    if entry["verdict"] != "supported" or series is None:
        return ""
    return (
        f"At least {at_least(series['lower'])} of the regime, as it is drawn here, says nothing about the rest: a part "
        f"of probability {at_most(1 - series['lower'])} could fail without exception. The share depends on the "
        "distribution that parameters are drawn from."
    )


def _sizes(entry: Numbers) -> str:
    if entry["seen"] is None:
        return ""
    constants = any(field["kind"] == "constant" for field in entry["seen"]["regime"]["fields"])
    held = ", and what was held constant was not varied at all" if constants else ""
    return f"Nothing outside the ranges above was tried{held}."


def _asymptotics(entry: Numbers) -> str:
    scale = entry["scale"]
    if scale is None:
        return ""
    return (
        f"No finite ladder shows a limit: along {scale['field']} the claim was checked at the factors "
        f"{_listed([f'{factor:g}' for factor in scale['factors']])}, by the surrogate stated above, and nowhere beyond."
    )


def _controls(entry: Numbers) -> str:
    if not entry["controls"]:
        return ""
    return (
        "That the prediction fails where a hypothesis is broken shows that the check can fail, and that this "
        "hypothesis matters in the way in which it was broken here; hypotheses without a control were not tested."
    )


def _search(entry: Numbers) -> str:
    if entry["search"] is None:
        return (
            "No counterexample was searched for: the draws are random, and a thin set of failures may lie between them."
        )
    return ""


def _numerics(entry: Numbers) -> str:
    numerics = entry["numerics"]
    if not numerics or numerics["refined"] or not numerics["reruns"]:
        return ""
    return "The experiment declares no step to halve: its reruns changed the precision of the arithmetic alone."


def _given(entry: Numbers) -> str:
    if entry["seen"] is not None and entry["seen"]["regime"].get("given"):
        return "That the sampler covers what the search covers is the author's word: both were given by hand."
    return ""


def _level(entry: Numbers) -> str:
    if entry["alpha"] is None:
        return ""
    return (
        f"A confidence of {confidence(entry['alpha'])} is that of a method: of many false statements checked so, up to "
        f"{percent(entry['alpha'])} would be supported. The whole suite has its own level, at the top of the page."
    )


_RULES = (_exactness, _kind, _share, _sizes, _asymptotics, _search, _controls, _numerics, _given, _level)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
