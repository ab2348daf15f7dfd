"""The desk that both doors use: the order of claims, and running one of them whatever goes wrong around it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from theoremcheck.catalogue.located import Found
from theoremcheck.claim import Claim
from theoremcheck.evidence import EvidenceError, seconds_by_owner
from theoremcheck.running.budget import Budget
from theoremcheck.running.devices import device_named
from theoremcheck.running.executors import Died
from theoremcheck.running.noted import with_notes
from theoremcheck.running.runner import Outcome, run_claim
from theoremcheck.running.spread import Spread
from theoremcheck.running.threads import use_one_thread
from theoremcheck.vocabulary import Problem

__all__ = ["Broken", "Group", "Plan", "groups_of", "long_groups", "run_or_broken", "seconds_so_far"]

_MOST_SPREAD = 4
"""Groups whose runs share the process that hands out work: what each does between two batches has one interpreter."""

Group = tuple[Found, ...]
"""Claims that share a trajectory, to be run one after the other: the first trains it."""


@dataclass(frozen=True)
class Plan:
    """What is the same for all claims of a run; it travels to workers.

    Attributes:
        budget: Confidence level and cap.
        evidence: Directory of all evidence.
        device: Name of the device; workers share the GPUs that it means.
        more: Draws to add to every claim, decided or not.
        processes: Workers that share the memory of one machine.
        clashes: For each name that two pages declare, a sentence that names both: neither of them runs.
    """

    budget: Budget
    evidence: Path
    device: str
    more: int
    processes: int
    clashes: Mapping[str, str]


@dataclass(frozen=True)
class Broken:
    """A claim that has no outcome, because something around its experiment went wrong.

    Attributes:
        claim: The claim.
        message: What went wrong.
        problem: Whether it is the evidence that went wrong.
        seconds: Time until then.
    """

    claim: Claim
    message: str
    problem: Problem = Problem.RUN
    seconds: float = 0.0


def groups_of(found: Sequence[Found], seconds: Mapping[str, float]) -> list[Group]:
    """Claims by study, those first that took longest so far: so no worker ends alone with one of them.

    Args:
        found: The claims, in an order that stays where nobody knows their time.
        seconds: Of each study, or claim without one.
    """
    groups: dict[str, list[Found]] = {}
    for item in found:
        groups.setdefault(item.owner, []).append(item)
    return [tuple(groups[owner]) for owner in sorted(groups, key=lambda owner: -seconds.get(owner, 0.0))]


def long_groups(groups: Sequence[Group], seconds: Mapping[str, float], workers: int) -> list[Group]:
    """The groups to spread over workers: each alone would take longer than an equal share of all.

    However the others are handed out, such a group ends last, and workers wait for it. Where there are fewer groups
    than workers, every group is one of these.

    Args:
        groups: Groups, those first that took longest.
        seconds: Of each study, or claim without one, as far as known.
        workers: How many there are.
    """
    if workers < 2:
        return []
    known = [seconds.get(group[0].owner, 0.0) for group in groups]
    share = sum(known) / workers if len(groups) >= workers else -1.0
    return [group for group, long in zip(groups, known, strict=True) if long > share][:_MOST_SPREAD]


def seconds_so_far(evidence: Path, reported: Mapping[str, float]) -> dict[str, float]:
    """Seconds of each study, or claim without one.

    Args:
        evidence: Directory of all evidence; what it says comes first.
        reported: What a published report says: a fresh clone has no evidence.
    """
    return {**reported, **seconds_by_owner(evidence)}


def run_or_broken(claim: Claim, plan: Plan, worker: int, elsewhere: Spread | None = None) -> Outcome | Broken:
    """Run one claim; whatever goes wrong around its experiment is its own result, and ends nothing else.

    Args:
        claim: The claim.
        plan: What it shares with the others.
        worker: Number of this worker among those that run at the same time; it decides which GPU is its own.
        elsewhere: Who trains its trials, if not this process.
    """
    if claim.name in plan.clashes:
        return Broken(claim, plan.clashes[claim.name])
    use_one_thread()
    started = time.perf_counter()
    try:
        return run_claim(
            claim,
            plan.budget,
            plan.evidence,
            device=elsewhere.device if elsewhere else device_named(plan.device, worker),
            more=plan.more,
            processes=plan.processes,
            elsewhere=elsewhere,
        )
    except Died as death:
        return Broken(claim, str(death), seconds=time.perf_counter() - started)
    except Exception as error:
        # Untrustworthy evidence, or an error in a stranger's declaration: this claim's line says so.
        problem = Problem.EVIDENCE if isinstance(error, EvidenceError) else Problem.RUN
        return Broken(claim, with_notes(error), problem, time.perf_counter() - started)
