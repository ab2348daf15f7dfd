"""The hash of everything that decides a claim's draws and its verdict, recorded before the first draw is spent.

It covers three things, and is the same on every Python from 3.11 on and on every machine:

- the declaration: every value in the `Claim`, and every value that a function in it holds;
- the catalogue: the source of each page, strategy and model that the declaration reaches by imports;
- the engine: the source of what turns an index into an outcome and outcomes into e-values, and of the predictions, laws
  and numerics that the declaration reaches (`theoremcheck.digests.engine` draws the line).

Comments, docstrings and layout count nowhere; Python and installed libraries do not count. Evidence of one
specification never counts for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pkgutil import walk_packages

from theoremcheck.claim import Claim, Experiment
from theoremcheck.digests.modules import sources_of
from theoremcheck.regimes import Sampler
from theoremcheck.series.describing import Describer, SpecificationError, digest_of_json

__all__ = ["Series", "SpecificationError", "series_of", "specification_hash"]


@dataclass(frozen=True)
class Series:
    """One series of trials: a claim's own, or that of one of its controls.

    Attributes:
        owner: Whose draws they are: the claim's name, or that of its study.
        specification: Hash that keys the streams and names the folder of the evidence.
        label: Name of the series within the owner's evidence.
        breaks: The hypothesis that is broken; None for the claim's own series.
        regimes: Where its parameters are drawn from.
        experiment: What is run.
    """

    owner: str
    specification: str
    label: str
    breaks: str | None
    regimes: Sampler
    experiment: Experiment


def series_of(claim: Claim) -> tuple[Series, ...]:
    """The claim's own series first, then its controls in the order of declaration."""
    owner = claim.study.name if claim.study else claim.name
    specification = specification_hash(claim)
    series = [(None, claim.regimes, claim.experiment)] + [
        (control.breaks, control.regimes or claim.regimes, control.experiment or claim.experiment)
        for control in claim.controls
    ]
    return tuple(
        Series(owner, specification, _label(claim, breaks, regimes, experiment), breaks, regimes, experiment)
        for breaks, regimes, experiment in series
    )


def specification_hash(claim: Claim) -> str:
    """Sixteen hexadecimal digits; the same for the claims of one study.

    Raises:
        SpecificationError: If the declaration holds a value whose description would change from run to run.
    """
    describer = Describer()
    if claim.study is None:
        declaration = describer.describe(claim)
        modules = describer.modules
    else:
        # The pages that share a trajectory are specified together, by their sources alone, so that the hash is the same
        # whichever of them asks; the series tell their regimes apart by their labels.
        declaration = describer.describe(claim.study)
        modules = set(_modules_of(claim.study.package))
    return digest_of_json({"declaration": declaration, "sources": sources_of(modules)})[:16]


def _label(claim: Claim, breaks: str | None, regimes: Sampler, experiment: Experiment) -> str:
    name = breaks or "claim"
    if claim.study is None:
        return name
    # Claims of a study share a series exactly where everything that decides its trials is the same.
    decisive = (regimes, experiment, claim.scale, claim.trust, claim.dtype)
    kind = "claim" if breaks is None else "control"
    return f"{kind} {digest_of_json(Describer().describe(decisive))[:8]}"


def _modules_of(package: str) -> list[str]:
    """A package and all modules in it, imported or not."""
    try:
        spec = find_spec(package)
    except ModuleNotFoundError:
        spec = None
    if spec is None or spec.submodule_search_locations is None:
        raise SpecificationError(f"the study's package {package!r} is no importable folder")
    found = walk_packages(spec.submodule_search_locations, prefix=f"{package}.")
    return [package, *sorted(module.name for module in found)]
