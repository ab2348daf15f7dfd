"""Text of a stranger as a reader can see it: no character that changes how the others are shown."""

from __future__ import annotations

import re

__all__ = ["visible"]

# Control characters but for newline and tab, marks that turn the direction of writing, a byte-order mark, and halves
# of surrogate pairs, which no file can hold.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def visible(text: str, also: str = "") -> str:
    """The text with every such character spelled out, as in U+202E, and one character more where that is asked for."""
    shown = _UNSEEN.sub(lambda found: _spelt(found.group()), text)
    return shown.replace(also, _spelt(also)) if also else shown


def _spelt(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"
