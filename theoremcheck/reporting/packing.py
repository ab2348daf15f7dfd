"""Evidence in one small file, to be kept beside a published report."""

from __future__ import annotations

import json
import lzma
import tarfile
from pathlib import Path

__all__ = ["pack_evidence", "unpack_evidence"]


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
    target = report / "evidence.tar.xz"
    with (
        lzma.open(target, "wb", preset=9 | lzma.PRESET_EXTREME) as file,
        tarfile.open(fileobj=file, mode="w") as archive,
    ):
        for path in sorted(path for path in evidence.rglob("*.jsonl") if path.parent.name in kept):
            member = tarfile.TarInfo(path.relative_to(evidence).as_posix())
            member.size, member.mode = path.stat().st_size, 0o644
            with path.open("rb") as segment:
                archive.addfile(member, segment)
    return target


def unpack_evidence(packed: Path, evidence: Path) -> Path:
    """Lay the evidence out again, as `read_ledger` expects it."""
    with tarfile.open(packed, mode="r:xz") as archive:
        archive.extractall(evidence, filter="data")
    return evidence
