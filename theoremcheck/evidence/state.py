"""What the segments of one specification hold, as one digest: whoever read them once need not read the same again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

from theoremcheck.evidence.segments import segment_folder, segments_in

__all__ = ["state_of", "summed"]


def state_of(directory: Path, owner: str, specification: str) -> Mapping[str, str] | None:
    """Digest of the content of each segment, by its name; None where one of them cannot be read."""
    found = {}
    for path in segments_in(segment_folder(directory, owner, specification)):
        if not path.is_file():  # whatever it is: its reader might wait for ever
            return None
        try:
            with path.open("rb") as file:
                found[path.name] = hashlib.file_digest(file, "blake2b").hexdigest()
        except OSError:
            return None
    return found


def summed(state: Mapping[str, str], without: Collection[str] = ()) -> str:
    """One digest of a state, or of the part of it that is in other segments than some."""
    lines = (f"{name} {digest}" for name, digest in sorted(state.items()) if name not in without)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
