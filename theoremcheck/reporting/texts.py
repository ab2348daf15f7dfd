"""Sentences for people: what a run will cost, and why a claim failed."""

from __future__ import annotations

from textwrap import indent
from typing import Any

from theoremcheck.running import BUDGETS
from theoremcheck.statistics import design, draws_to_support
from theoremcheck.vocabulary import Verdict

__all__ = ["failure_text", "plan"]


def plan(budget_name: str) -> list[str]:
    """What a budget decides, by the design calculator; printed before anything is spent."""
    budget = BUDGETS[budget_name]
    perfect = " / ".join(str(draws_to_support(required, budget.alpha)) for required in (0.90, 0.95, 0.99))
    nearly = design(0.95, budget.alpha, truth=0.99, draws=min(budget.max_draws, 1000))
    return [
        f"theoremcheck: budget {budget.name}, alpha {budget.alpha:g}, at most {budget.max_draws} draws a series; "
        f"a claim that always holds costs {perfect} draws at required 0.90 / 0.95 / 0.99",
        f"  at required 0.95: {nearly.sentence}",
    ]


def failure_text(record: dict[str, Any]) -> str:
    """Statement, source, verdict, bound and the failing regime as pasteable code."""
    series = record["series"]
    source = record["source"]
    parts = [
        f"{record['name']} is {record['verdict']}, expected {record['expected']}",
        f"  {Verdict(record['verdict']).meaning}",
    ]
    if record["message"]:
        parts.append(indent(record["message"], "  "))
    parts += [
        "",
        f"{record['kind']}: {source['item']} of {source['paper']} ({source['exactness']})"
        + (f", {source['url']}" if source["url"] else ""),
        indent(record["statement"].strip(), "  | "),
        "",
        f"predicted: {record['prediction']}",
    ]
    if series is not None:
        parts.append(_seen(series, record["alpha"]))
        parts += [_control(control) for control in record["controls"]]
        if series["failing"]:
            parts += ["", f"first failing draw: number {series['failing']['index']}, in the regime"]
            parts.append(f"  {series['failing']['regime']}")
    return "\n".join(parts)


def _seen(series: dict[str, Any], alpha: float) -> str:
    return (
        f"seen: {series['holds']} of {series['draws']} draws hold, {series['required']:.4g} is required; the holding "
        f"probability lies above {series['lower']:.4f}, and below {series['upper']:.4f} "
        f"(each with confidence {1 - alpha:.4g}, whenever one stops)"
    )


def _control(control: dict[str, Any]) -> str:
    caught = "caught" if control["decided"] == str(Verdict.REFUTED) else "NOT CAUGHT"
    return f"control {caught} ({control['label']}): {control['holds']} of {control['draws']} draws hold"
