"""Checks of a declaration as a whole, so that a wrong one fails before anything is trained."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, get_type_hints

import torch

from theoremcheck.claim.controls import Baseline, Control, PositiveControl
from theoremcheck.claim.made import note_made
from theoremcheck.claim.parts import ClaimError, Scale, Source, Study, Trust, check_name, check_reads, one_of
from theoremcheck.vocabulary import KINDS, Flaw, Verdict

if TYPE_CHECKING:
    from theoremcheck.claim.declaration import Claim

__all__ = ["check_declaration"]

_OF_A_SAMPLER = (
    "strategy", "sample", "regime", "declaration", "admits", "corners", "spread", "simplifications", "size",
)  # fmt: skip

_DECIMALS = 12
"""To these two requirements that differ by round-off are one, and one that differs from 1 by less is 1."""


def check_declaration(claim: Claim) -> None:
    """Check that all parts of a claim fit together.

    Raises:
        ClaimError: If they do not; the message says what came, what was expected and why.
    """
    check_name("Claim", claim.name)
    one_of("kind", claim.kind, KINDS)
    _check_parts(claim)
    _check_required(claim.name, claim.required)
    _check_controls(claim)
    _check_known(claim)
    if claim.reading_of == claim.name:
        raise ClaimError(f"{claim.name}: reading_of={claim.reading_of!r} is the claim itself, expected another one")
    if claim.dtype not in (torch.float32, torch.float64):
        raise ClaimError(f"{claim.name}: dtype={claim.dtype} must be torch.float32 or torch.float64")
    note_made(claim)


def _check_parts(claim: Claim) -> None:
    if not claim.statement or not claim.statement.strip():
        raise ClaimError(f"{claim.name}: the statement is empty (is the docstring of the page missing?)")
    for name, expected in (("source", Source), ("trust", Trust)):
        if not isinstance(getattr(claim, name), expected):
            raise ClaimError(f"{claim.name}: {name}={getattr(claim, name)!r} must be a {expected.__name__}")
    _check_regimes(claim.name, claim.regimes)
    optional = (("scale", Scale), ("growth", Scale), ("study", Study), ("known", Verdict), ("flaw", Flaw))
    for name, kind in optional:
        if not isinstance(getattr(claim, name), kind | None):
            raise ClaimError(f"{claim.name}: {name}={getattr(claim, name)!r} must be a {kind.__name__}")
    for member in ("margin", "observables", "sentence"):
        if not hasattr(claim.prediction, member):
            raise ClaimError(f"{claim.name}: prediction={claim.prediction!r} has no {member}")
    _check_experiment(claim.name, claim.experiment)
    check_reads("Claim", claim.name, claim.reads)
    if claim.reads and claim.study is not None:
        raise ClaimError(f"{claim.name}: reads={claim.reads!r} goes into its Study, whose claims share their draws")
    for name in ("scale", "growth"):
        grown = getattr(claim, name)
        if grown is not None and grown.field not in get_type_hints(claim.regimes.regime):
            raise ClaimError(
                f"{claim.name}: the {name} grows {grown.field!r}, which {claim.regimes.regime.__name__} lacks"
            )


def _check_regimes(owner: str, regimes: Any) -> None:
    for member in _OF_A_SAMPLER:
        if not hasattr(regimes, member):
            raise ClaimError(f"{owner}: regimes={regimes!r} has no {member}; expected Regimes or GivenRegimes")


def _check_experiment(owner: str, experiment: Any) -> None:
    if not callable(experiment):
        raise ClaimError(f"{owner}: experiment={experiment!r} must be a function of (regimes, streams)")


def _check_required(name: str, required: Any) -> None:
    if callable(required):
        return
    if isinstance(required, bool) or not isinstance(required, int | float) or not isfinite(required):
        raise ClaimError(f"{name}: required={required!r} must be a number in (0, 1), or a function of the regimes")
    if not 0 < round(required, _DECIMALS) < 1:
        raise ClaimError(
            f"{name}: required={required!r} must lie strictly between 0 and 1: no finite number of draws can support "
            "probability one; say 0.99 or 0.999"
        )


def _check_known(claim: Claim) -> None:
    if claim.known is not None and not claim.reason.strip():
        raise ClaimError(f"{claim.name}: known={claim.known} needs a reason")
    if claim.known is Verdict.REFUTED and claim.flaw is None:
        raise ClaimError(
            f"{claim.name}: known=refuted needs a flaw, one of {', '.join(f'Flaw.{flaw.name}' for flaw in Flaw)}: "
            "an author has to be told which kind of finding it is"
        )
    if claim.known is not Verdict.REFUTED and claim.flaw is not None:
        raise ClaimError(
            f"{claim.name}: flaw={claim.flaw} goes with known=Verdict.REFUTED alone, not known={claim.known}"
        )
    if claim.flaw is Flaw.PROOF_STEP and claim.kind == "theorem":
        raise ClaimError(
            f"{claim.name}: flaw={claim.flaw} says nothing against the theorem that the step serves, but "
            "kind='theorem' says that this is the theorem: one of them is another"
        )
    if claim.known is Verdict.REFUTED and not claim.positive_controls:
        raise ClaimError(
            f"{claim.name}: known=refuted needs at least one PositiveControl, the same statement where it is true: "
            "without it the refutation shows only that something fails, which may be the experiment"
        )


_Changed = Control | PositiveControl | Baseline
_CONTROLS: tuple[tuple[str, type[_Changed]], ...] = (
    ("controls", Control),
    ("weakenings", Control),
    ("positive_controls", PositiveControl),
    ("baselines", Baseline),
)


def _check_controls(claim: Claim) -> None:
    if isinstance(claim.controls, Control):
        raise ClaimError(
            f"{claim.name}: controls is one Control alone, expected a tuple: (Control(...),), comma included"
        )
    if not isinstance(claim.controls, tuple) or not claim.controls:
        raise ClaimError(
            f"{claim.name}: controls={claim.controls!r} must hold at least one Control: "
            "a claim that cannot fail shows nothing"
        )
    for name, expected in _CONTROLS:
        declared, kind = getattr(claim, name), name.removesuffix("s").replace("_", " ")
        if not isinstance(declared, tuple):
            raise ClaimError(f"{claim.name}: {name}={declared!r} must be a tuple of {expected.__name__}s")
        for control in declared:
            if not isinstance(control, expected):
                raise ClaimError(f"{claim.name}: {name} holds {control!r}, expected a {expected.__name__}")
            _check_changes(claim, control, f"{kind} {_words(control)!r}")
    # Their words name their records, so they differ from kind to kind too.
    names = [_words(control) for name, _ in _CONTROLS for control in getattr(claim, name)]
    if len(set(names)) < len(names):
        raise ClaimError(f"{claim.name}: two controls break or add the same hypothesis: {names}")


def _words(control: _Changed) -> str:
    if isinstance(control, Baseline):
        return control.when
    return control.breaks if isinstance(control, Control) else control.adds


def _check_changes(claim: Claim, control: _Changed, shown: str) -> None:
    if control.experiment is not None:
        _check_experiment(f"{claim.name}, {shown}", control.experiment)
    if isinstance(control, Baseline):
        same = control.change is None
    else:
        same = (control.regimes or claim.regimes) is claim.regimes
        _check_regimes(f"{claim.name}, {shown}", control.regimes or claim.regimes)
    if same and (control.experiment or claim.experiment) is claim.experiment:
        raise ClaimError(f"{claim.name}: the {shown} is the claim itself: it changes nothing")
