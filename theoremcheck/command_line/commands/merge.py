"""`theoremcheck merge`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from theoremcheck.catalogue.loading import catalogue_here
from theoremcheck.catalogue.located import Found
from theoremcheck.command_line.evidence_places import evidence_within, laid_out
from theoremcheck.command_line.exits import AS_EXPECTED, UNTRUSTED
from theoremcheck.command_line.options import example
from theoremcheck.command_line.printing import short
from theoremcheck.command_line.terminal import say, say_lines
from theoremcheck.evidence import EvidenceError
from theoremcheck.evidence.merging import Joined, Twice, joined, specifications_in
from theoremcheck.series.comparison import beyond_round_off, compare
from theoremcheck.series.dossier import Dossier

__all__ = ["command"]

_PLACE = click.Path(exists=True, path_type=Path)


@click.command(
    "merge",
    epilog=example(
        "theoremcheck merge night/node1 night/node2 --into reports/latest/evidence",
        "theoremcheck report",
    ),
)
@click.argument("places", metavar="DIR...", nargs=-1, required=True, type=_PLACE)
@click.option(
    "--into",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of evidence that gets all of it; it may hold some already.",
)
def command(places: tuple[Path, ...], into: Path) -> None:
    """Merge the evidence of several machines by copying its files.

    DIR is a folder of evidence, a report's folder that has it, packed or not, or packed evidence (evidence.tar.xz).
    Nothing in it changes. The same file in two folders counts once, so to merge again does no harm.

    Draws that two machines made stay side by side, and the first counts. Where their values differ by more than the
    round-off of the claim, as its page here declares it, the command names files, series and index, copies nothing of
    that specification, and ends with exit code 3; so it does for values that differ at all where no claim here has the
    specification.
    """
    target = evidence_within(into.absolute())
    if target.is_file():
        raise click.UsageError(f"{short(target)} is packed, and nothing can be merged into it: name another folder")
    if target.exists() and not target.is_dir():
        raise click.UsageError(f"{short(target)} is no folder, and nothing can be merged into it")
    with ExitStack() as stack:
        sources = [stack.enter_context(laid_out(place.absolute())) for place in places]
        raise SystemExit(_merge(sources, target))


def _merge(laid: Sequence[tuple[Path, Path]], into: Path) -> int:
    """Merge directories, each with what to call it, and print what was copied and what was not; the exit code."""
    sources = [folder for folder, _ in laid]
    specifications = specifications_in(sources)
    if not specifications:
        named = " or ".join(short(name) for _, name in laid)
        raise click.UsageError(f"no evidence in {named}: expected files CLAIM/SPECIFICATION/WRITER.jsonl")
    claims, copied, left, problems = _claims_here(), 0, 0, list[str]()
    for owner, specification in specifications:
        found = joined([into, *sources], owner, specification)
        found.problems += () if found.problems else _conflicts(found, claims.get((owner, specification), ()))
        if found.problems:
            problems += found.problems
            left += 1
        else:
            copied += found.copy_into(into)
    merged = len(specifications) - left
    say(f"{short(into)}: {merged} of {len(specifications)} specifications merged, {copied} files copied")
    say_lines(problems)
    return UNTRUSTED if problems else AS_EXPECTED


def _claims_here() -> Mapping[tuple[str, str], Sequence[Found]]:
    """The claims of this directory and of installed packages, by owner and specification."""
    here: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for item in catalogue_here(Path.cwd()).found:
        here[item.owner, item.facts.specification].append(item)
    return here


def _conflicts(found: Joined, items: Sequence[Found]) -> Iterator[str]:
    """Draws with two records that the claims' round-off does not explain, in words."""
    if not found.twice:
        return
    if not items:
        yield from (
            f"{found.owner} ({found.specification}): {_both(one)} has other values, and no claim here has this "
            "specification, so nobody can say whether it is round-off"
            for one in found.twice
        )
    for claim in (item.claim for item in items):
        try:
            dossier = Dossier.of_recorded(claim, found.ledger)
        except EvidenceError as error:
            yield f"{found.owner} ({found.specification}): {error}"
            continue
        pairs = (compare(dossier, one.first, one.later, f"in {' and in '.join(one.places)}") for one in found.twice)
        differences = [difference for difference in pairs if difference is not None]
        if beyond_round_off(differences, len(found.ledger.duplicates), claim.trust.rate) is not None:
            yield from (f"{claim.name}: {difference.sentence}" for difference in differences)


def _both(one: Twice) -> str:
    return f"draw {one.first.index} of {one.first.series!r}, in {' and in '.join(one.places)},"
