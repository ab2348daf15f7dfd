"""What pages declare, as it was found before: to import all of a catalogue takes seconds, and torch with it.

A page is known as long as no file has changed that decides what it declares, the engine's and the data that its source
reads included.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from theoremcheck.catalogue.memory import Contents, changed_lately, keep, kept, place_of, workshop

if TYPE_CHECKING:
    from theoremcheck.catalogue.located import Found

__all__ = ["Facts", "Pages", "forget"]


class Facts(msgspec.Struct, frozen=True):
    """What somebody may know of a claim without importing its page.

    Attributes:
        name: The claim's name.
        paper: Its paper.
        kind: Its kind.
        citation: Authors and year of its source.
        item: The statement there.
        exactness: How near the claim is to it.
        flaw: What is wrong with a statement that is known to be refuted.
        owner: Whose draws they are: the claim's name, or that of its study.
        package: Import name of the folder of its study; empty without one.
        specification: Its hash; empty where the declaration has none.
        module: Import name of its page.
        variable: Name of the module-level variable.
        line: Line of its assignment, counted from 1.
        required: The probabilities that it requires; none where its function gives none.
        origin: Digest of all that decides these facts, and how a report words them; empty where nobody learnt them.
    """

    name: str
    paper: str
    kind: str
    citation: str
    item: str
    exactness: str
    flaw: str | None
    owner: str
    package: str
    specification: str
    module: str
    variable: str
    line: int
    required: tuple[float, ...] = ()
    origin: str = ""


def forget(page: Path) -> None:
    """Let this machine know a page no more: whoever asks for its claims imports it."""
    with contextlib.suppress(OSError):
        place_of("page", str(page)).unlink()


class _Page(msgspec.Struct):
    workshop: str
    contents: dict[str, str]
    claims: list[Facts]


class Pages:
    """The pages that this machine knows."""

    def __init__(self) -> None:
        """None is looked at yet."""
        self._contents = Contents()

    def of(self, page: Path) -> list[Facts] | None:
        """The claims of a page; None if it has to be imported."""
        try:
            found = msgspec.json.decode(kept(place_of("page", str(page))) or b"", type=_Page)
        except msgspec.DecodeError:
            return None
        if found.workshop != workshop() or found.contents != self._contents.of(found.contents):
            return None
        return found.claims

    def learn(self, page: Path, module: str, found: Sequence[Found]) -> None:
        """Keep what a page declares, that this process has imported under a name; its claims' facts are known then.

        A file that changed since the process began may be another than the one that was imported: then nothing is kept.
        """
        from theoremcheck.series.specification import SpecificationError, files_behind, sources_behind

        try:
            behind = [files_behind(item.claim) for item in found] or [set(sources_behind(module))]
            files = {page.resolve()}.union(*behind)
        except SpecificationError:
            return
        paths = sorted({str(path) for file in files for path in (file, file.parent)})
        if any(changed_lately(file) for file in files):
            return
        contents = self._contents.of(paths)
        origin = hashlib.sha256(msgspec.json.encode((workshop(), contents))).hexdigest()
        for item in found:
            vars(item)["facts"] = msgspec.structs.replace(item.facts, origin=origin)
        page_now = _Page(workshop(), contents, [item.facts for item in found])
        keep(place_of("page", str(page)), msgspec.json.encode(page_now))
