"""Evidence in one small file, to be kept beside a published report."""

from __future__ import annotations

import json
import lzma
import tarfile
from pathlib import Path

from theoremcheck.evidence.segments import segments_in

__all__ = ["PACKED", "pack_evidence", "unpack_evidence"]

PACKED = "evidence.tar.xz"
"""Its name beside a report."""


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
        ValueError: If a member is no plain file below the folder: a stranger's archive writes nowhere else.
    """
    # `extractall` has a filter for this from Python 3.11.4 on alone.
    with tarfile.open(packed, mode="r:xz") as archive:
        for member in archive:
            target = evidence / member.name
            content = archive.extractfile(member) if member.isreg() else None
            if content is None or not target.resolve().is_relative_to(evidence.resolve()):
                raise ValueError(f"{packed} holds {member.name!r}, which is no file of evidence")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())
    return evidence
