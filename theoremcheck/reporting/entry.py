"""A claim's entry in the report: its declaration, its verdict, and what both rest on, as typed values.

`report.json` holds these values under these names, and its schema takes descriptions from these docstrings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from msgspec import Meta

from theoremcheck.falsifier.counterexamples import Finding
from theoremcheck.reporting.pictures.picture import Picture
from theoremcheck.vocabulary import BudgetName, Exactness, Flaw, Kind, Problem, Verdict

__all__ = [
    "CounterexampleRecord",
    "Entry",
    "FailingDraw",
    "NumericsRecord",
    "OriginRecord",
    "ScaleRecord",
    "SearchRecord",
    "SeriesRecord",
    "Share",
    "SourceRecord",
    "StratumRecord",
]

Share = Annotated[float, Meta(ge=0, le=1)]
"""A probability."""


@dataclass(frozen=True)
class SourceRecord:
    """Where the author of the claim read it.

    Attributes:
        paper: Authors and year.
        item: The statement in the paper.
        exactness: How near the claim's statement is to the paper's own words.
        arxiv: Identifier, if there is one.
        url: Link to the abstract page.
    """

    paper: str
    item: str
    exactness: Exactness
    arxiv: str | None
    url: str | None


@dataclass(frozen=True)
class ScaleRecord:
    """The theorem's own asymptotics.

    Attributes:
        field: The field of the regime that grows.
        factors: By which it grows.
    """

    field: str
    factors: tuple[float, ...]


@dataclass(frozen=True)
class FailingDraw:
    """The failing draw with the smallest index.

    Attributes:
        index: Its number.
        regime: As the code that makes it.
        observed: What the experiment observed and the margin, or why there is none, a line each.
    """

    index: int
    regime: str
    observed: tuple[str, ...] = ()


@dataclass(frozen=True)
class StratumRecord:
    """The trials that share one required probability; those of each requirement decide it alone.

    Attributes:
        required: Required probability.
        draws: Trials.
        holds: Those with the predicted outcome.
    """

    required: Share
    draws: int
    holds: int


@dataclass(frozen=True)
class SeriesRecord:
    """What the trials of a claim, or of one of its controls of either kind, say.

    Attributes:
        label: "claim", or the hypothesis that a control breaks or adds.
        draws: Trials 0 to draws - 1, all recorded.
        holds: Trials with the predicted outcome.
        errors: Trials without a usable outcome.
        required: Required probability; its mean where it depends on the regime.
        strata: The trials by required probability; one where it does not depend on the regime.
        log_e_support: Natural logarithm of the e-value against holding with at most the required probability, in some
            stratum.
        log_e_refute: The same against holding with at least the required probability, in every stratum.
        lower: Anytime-valid lower bound on the holding probability.
        upper: Anytime-valid upper bound on the holding probability.
        decided: What the e-values of all these trials decide, if one of the two is at least 1 / alpha.
        worst_margin: Least finite margin.
        failing: The first draw that fails, if one does.
    """

    label: str
    draws: int
    holds: int
    errors: int
    required: Share
    strata: tuple[StratumRecord, ...]
    log_e_support: float
    log_e_refute: float
    lower: Share
    upper: Share
    decided: Literal["supported", "refuted"] | None
    worst_margin: float | None
    failing: FailingDraw | None


@dataclass(frozen=True)
class NumericsRecord:
    """How often another precision, half the step or another batch changed the outcome.

    Attributes:
        varied: What the reruns changed, in words; None where there was nothing to change, and so no rerun.
        reruns: Trials that the engine ran again with it changed.
        disagreements: Those whose outcome changed.
        rate: Share of disagreements that the claim puts up with.
        again: Draws of the claim and its controls that the engine made again in another batch.
        differing: Those that came out otherwise.
        dtype: Precision of the trials.
        round_off: Relative difference that two records of one draw may show.
    """

    varied: str | None
    reruns: int
    disagreements: int
    rate: float
    again: int
    differing: int
    dtype: str
    round_off: float


@dataclass(frozen=True)
class CounterexampleRecord:
    """A regime that the search found, at which the claim fails more often than it allows.

    Attributes:
        regime: Its fields.
        code: As the code that makes it.
        command: The line that replays it.
        minimal: Whether the search decided that every declared simplification of it fails less often than it does.
        undecided: How many simplifications the search left open; None where no declaration says what is simpler, and
            for all but the first counterexample.
        finding: Whether it stays or fades as it grows.
        fate: The same in words, with the size.
        failures: Fresh replicates that fail there.
        replicates: All fresh replicates there.
        unusable: Those that gave no usable outcome; they count as failures, and where none gave one nobody knows.
        error: What went wrong in the first of those; None where there are none.
        lower: Anytime-valid lower bound on the share that fails.
        upper: Anytime-valid upper bound on the share that fails.
        allowed: Share of failures that the theorem allows.
        log_e: Natural logarithm of the e-value against failing at most as often as allowed.
    """

    regime: Mapping[str, Any]
    code: str
    command: str
    minimal: bool
    undecided: int | None
    finding: Finding
    fate: str
    failures: int
    replicates: int
    unusable: int
    error: str | None
    lower: Share
    upper: Share
    allowed: Share
    log_e: float


@dataclass(frozen=True)
class SearchRecord:
    """The search for a counterexample.

    Attributes:
        candidates: Points that the search looked at.
        sources: How many of them came from where.
        failed: How many of them failed at the first look.
        confirmed: Points that the search confirmed as counterexamples.
        finding: Whether the counterexample stays or fades as it grows, or there is none.
        counterexample: The one that the search reports first.
        others: Those beside it, the worst first.
        budget: Name of the budget that it had, which need not be the one whose confidence level judges; None where it
            has not come to its end.
        reach: The share of failing replicates from which on a search of this budget is more likely to confirm a
            candidate that failed at the first look than to miss it; 1 where it has not come to its end.
        sentence: What the search found, in words.
    """

    candidates: int
    sources: Mapping[str, int]
    failed: int
    confirmed: int
    finding: Finding
    counterexample: CounterexampleRecord | None
    others: tuple[CounterexampleRecord, ...]
    budget: BudgetName | None
    reach: Share
    sentence: str


@dataclass(frozen=True)
class OriginRecord:
    """What made the evidence; not who.

    Attributes:
        devices: Names of the devices.
        versions: Names and versions of the programs.
    """

    devices: tuple[str, ...]
    versions: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One claim.

    Attributes:
        name: The claim's name.
        paper: The name up to its first dot.
        kind: What the paper calls the statement.
        statement: In words and LaTeX.
        source: Where the author of the claim read it.
        prediction: The predicted outcome in words.
        experiment: What a trial runs, in its own words.
        required_varies: Whether the required probability depends on the regime.
        scale: The theorem's own asymptotics, if it has some.
        expected: The verdict that the claim declares.
        reason: Why the claim expects that verdict.
        flaw: What kind of finding it is, where the claim expects to be refuted.
        repairs: The claim whose statement this one puts right.
        reading_of: The claim whose statement this one asks in another reading.
        study: The study whose draws the claim shares.
        verdict: What the evidence says.
        as_expected: Whether the verdict is the expected one.
        message: What the verdict's own word leaves open.
        problem: Why nobody could judge the claim; nothing where its evidence gave the verdict.
        specification: Hash of everything that decides draws and verdict.
        budget: Name of the budget that sets alpha.
        alpha: Error probability of each decision and each bound.
        series: The claim's own trials.
        controls: The trials of each control.
        caught: Controls that the evidence refutes, as it must.
        positive_controls: The trials of each positive control: the statement where it should be true.
        baselines: The trials of each learner that learns nothing; its label says when the run asked it. Where its
            trials decide "supported", the prediction says nothing of what training does.
        held: Positive controls that the evidence supports, as it must where it refutes the claim.
        numerics: How far the trials can be trusted numerically.
        search: The search for a counterexample, if there was one.
        seconds: Time of the recorded trials.
        origin: What made the evidence.
        seen: The numbers behind the page's pictures, by the picture's name.
        traceback: The author's part of the traceback of the first draw that raised in the run that made the entry; an
            entry made from evidence has none.
    """

    name: str
    paper: str
    kind: Kind
    statement: str
    source: SourceRecord
    prediction: str
    experiment: str
    required_varies: bool
    scale: ScaleRecord | None
    expected: Verdict
    reason: str
    flaw: Flaw | None
    repairs: str | None
    reading_of: str | None
    study: str | None
    verdict: Verdict
    as_expected: bool
    message: str
    problem: Problem | None
    specification: str | None
    budget: str | None
    alpha: float | None
    series: SeriesRecord | None
    controls: tuple[SeriesRecord, ...]
    caught: int
    positive_controls: tuple[SeriesRecord, ...]
    baselines: tuple[SeriesRecord, ...]
    held: int
    numerics: NumericsRecord | None
    search: SearchRecord | None
    seconds: float
    origin: OriginRecord | None
    seen: Mapping[str, Picture]
    traceback: str = ""
