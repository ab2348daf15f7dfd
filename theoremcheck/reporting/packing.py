"""Evidence in one small file, to be kept beside a published report."""

from __future__ import annotations

import json
import lzma
import shutil
import tarfile
from pathlib import Path

from theoremcheck.evidence.segments import segments_in

__all__ = ["PACKED", "pack_evidence", "unpack_evidence"]

PACKED = "evidence.tar.xz"
"""Its name beside a report."""

_MOST = 2**35
"""Bytes that an archive may hold, 32 GiB: some sixty million trials, and no more than a disk of today bears. What a
stranger's kilobytes hold may be any number."""


def pack_evidence(evidence: Path, report: Path) -> Path:
    """Write the evidence that a report rests on beside it, as evidence.tar.xz; the same evidence gives the same bytes.

    The archive keeps names, order and contents of the segments, and drops owners, modes and times. It leaves out
    evidence of claims that are not in the report, and of older versions of those that are.

    Args:
        evidence: Directory of all evidence.
        report: Folder of the report.
    """
    claims = json.loads((report / "report.json").read_text(encoding="utf-8"))["claims"]
    kept = {claim["specification"] for claim in claims}
    target = report / PACKED
    with (
        lzma.open(target, "wb", preset=9 | lzma.PRESET_EXTREME) as file,
        tarfile.open(fileobj=file, mode="w") as archive,
    ):
        folders = sorted(folder for folder in evidence.glob("*/*") if folder.name in kept)
        for path in (path for folder in folders for path in segments_in(folder)):
            member = tarfile.TarInfo(path.relative_to(evidence).as_posix())
            member.size, member.mode = path.stat().st_size, 0o644
            with path.open("rb") as segment:
                archive.addfile(member, segment)
    return target


def unpack_evidence(packed: Path, evidence: Path) -> Path:
    """Lay the evidence out again, as `read_ledger` expects it.

    Raises:
        ValueError: If a member is no plain file below the folder, since a stranger's archive writes nowhere else; or if
            it holds more than a disk or the memory does.
    """
    # `extractall` has a filter for this from Python 3.11.4 on alone.
    try:
        # As a stream: it is read in pieces, of whatever size a header says that a member or a name is.
        with _Measured(packed) as file, tarfile.open(fileobj=file, mode="r|") as archive:
            for member in archive:
                _unpack(archive, member, evidence)
    except MemoryError:  # of one name of gigabytes, or of a dictionary of xz
        raise ValueError("it needs more memory than there is") from None
    return evidence


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, evidence: Path) -> None:
    target = evidence / member.name
    # A hole takes no byte of the archive, and terabytes of what is read from it.
    content = archive.extractfile(member) if member.isreg() and not member.issparse() else None
    if content is None or not target.resolve().is_relative_to(evidence.resolve()):
        raise ValueError(f"it holds {member.name!r}, which is no file of evidence")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as copy:
        shutil.copyfileobj(content, copy)


class _Measured(lzma.LZMAFile):
    """A compressed file that holds no more than it may hold."""

    left = _MOST

    def read(self, size: int | None = -1) -> bytes:
        content = super().read(size)
        self.left -= len(content)
        if self.left < 0:
            raise ValueError(f"it holds more than {_MOST / 2**30:g} GiB")
        return content
