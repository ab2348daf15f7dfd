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

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from theoremcheck.claim import Claim, Control, Experiment, PositiveControl, Study
from theoremcheck.claim.made import maker_of
from theoremcheck.digests.modules import SourceFile, source_in, sources_of
from theoremcheck.regimes import Sampler
from theoremcheck.series.describing import Describer, SpecificationError, digest_of_json
from theoremcheck.streams.files_read import files_read_by

__all__ = [
    "Series",
    "SpecificationError",
    "files_behind",
    "files_left_out",
    "series_of",
    "sources_behind",
    "specification_hash",
]


@dataclass(frozen=True)
class Series:
    """One series of trials: a claim's own, or that of one of its controls, negative or positive, or of a baseline.

    Attributes:
        owner: Whose draws they are: the claim's name, or that of its study.
        specification: Hash that keys the streams and names the folder of the evidence.
        label: Name of the series within the owner's evidence.
        breaks: The hypothesis that is broken; None for the claim's own series and for positive controls.
        adds: The hypothesis that a positive control adds; None for all others.
        baseline: When a learner that learns nothing is asked, in words; None for all others.
        regimes: Where its parameters are drawn from.
        experiment: What the series runs.
    """

    owner: str
    specification: str
    label: str
    breaks: str | None
    adds: str | None
    baseline: str | None
    regimes: Sampler
    experiment: Experiment

    @property
    def changed(self) -> str | None:
        """The hypothesis that is broken or added, or when a baseline is asked; None for the claim's own series."""
        return self.breaks or self.adds or self.baseline


def series_of(claim: Claim) -> tuple[Series, ...]:
    """The claim's own series first, then controls, positive controls and baselines, in the order of declaration."""
    owner = claim.study.name if claim.study else claim.name
    specification = specification_hash(claim)
    own = Series(owner, specification, "claim", None, None, None, claim.regimes, claim.experiment)
    broken = [
        replace(_changed(own, control), label=control.breaks, breaks=control.breaks) for control in claim.controls
    ]
    added = [
        replace(_changed(own, positive), label=positive.adds, adds=positive.adds)
        for positive in claim.positive_controls
    ]
    idle = [
        replace(own, label=baseline.when, baseline=baseline.when, experiment=baseline.learner(own.experiment))
        for baseline in claim.baselines
    ]
    return tuple(
        _in_study(claim, series, kind)
        for kind, every in (("claim", [own]), ("control", broken), ("positive", added), ("baseline", idle))
        for series in every
    )


def specification_hash(claim: Claim) -> str:
    """Sixteen hexadecimal digits; the same for the claims of one study.

    Raises:
        SpecificationError: If the declaration holds a value whose description would change from run to run, or if its
            study does not cover it.
    """
    declaration, sources = _specified(claim)
    digests = {module: source.digest for module, source in sources.items()}
    return digest_of_json({"declaration": declaration, "sources": digests})[:16]


def files_left_out(claim: Claim) -> list[Path]:
    """What the source of a claim read so far in this process that its specification does not cover, by name.

    After such a file changes, draws that were made before still count. `Claim.reads` covers it.
    """
    sources = _sources(claim)
    covered = {path.resolve() for path in sources}
    return sorted(
        path
        for path in files_read_by(sources) - covered
        if not any(path.is_relative_to(one) for one in _declared_files(claim))
    )


def files_behind(claim: Claim) -> set[Path]:
    """All files that decide what a claim is: its source, what it says it reads, and what else its source read."""
    sources = _sources(claim)
    data = [file for one in _declared_files(claim) for file in (one.rglob("*") if one.is_dir() else [one])]
    return {path.resolve() for path in (*sources, *data, *files_read_by(sources)) if path.is_file()}


def sources_behind(*modules: str) -> list[Path]:
    """The source files that decide what some modules compute."""
    return [Path(source.path) for source in sources_of(modules).values()]


def _sources(claim: Claim) -> list[Path]:
    return [Path(source.path) for source in _specified(claim)[1].values()]


def _declared_files(claim: Claim) -> list[Path]:
    return [path.resolve() for path in (claim.study.reads if claim.study else claim.reads)]


def _specified(claim: Claim) -> tuple[Any, dict[str, SourceFile]]:
    """The declaration as JSON, and the sources that it reaches, by their modules."""
    describer = Describer()
    if claim.study is None:
        declaration = describer.describe(claim)
        return declaration, sources_of(describer.modules)
    # The pages that share a trajectory are specified together, by their sources alone, so that the hash is the same
    # whichever of them asks; the series tell their regimes apart by their labels.
    sources = sources_of(_modules_of(claim.study.package))
    _check_covered(claim, claim.study, sources)
    return describer.describe(claim.study), sources


def _check_covered(claim: Claim, study: Study, sources: Mapping[str, SourceFile]) -> None:
    """Reject a claim that its study's sources do not decide: whoever changes it would keep draws that he has seen."""
    covered = {Path(source.path).resolve() for source in sources.values()}  # a page may be imported by another name
    describer = Describer()
    describer.describe(claim)
    reached = {module: source_in(module, study.package.partition(".")[0]) for module in sorted(describer.modules)}
    outside = [] if Path(maker_of(claim)).resolve() in covered else [f"is made in {maker_of(claim)}"]
    outside += [f"uses {module}" for module, path in reached.items() if path and Path(path).resolve() not in covered]
    if outside:
        raise SpecificationError(
            f"{claim.name} {outside[0]}, which is no page of {study.package}, the package of its study {study.name}, "
            "and imported by none: whoever changes it would keep draws that he has seen. Move it into the package, or "
            "declare the claim without study="
        )


def _changed(own: Series, control: Control | PositiveControl) -> Series:
    return replace(own, regimes=control.regimes or own.regimes, experiment=control.experiment or own.experiment)


def _in_study(claim: Claim, series: Series, kind: str) -> Series:
    """The series under a label that claims of a study share exactly where all that decides its trials is the same."""
    if claim.study is None:
        return series
    decisive = (series.regimes, series.experiment, claim.scale, claim.trust, claim.dtype)
    return replace(series, label=f"{kind} {digest_of_json(Describer().describe(decisive))[:8]}")


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
