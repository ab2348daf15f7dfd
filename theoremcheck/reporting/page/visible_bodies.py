"""A picture as HTML, with every character in it made visible: a stranger's package may have drawn it."""

from __future__ import annotations

from markupsafe import Markup

from theoremcheck.catalogue.visible import visible
from theoremcheck.reporting.pictures import Picture

__all__ = ["body_of"]


def body_of(picture: Picture, key: str) -> Markup:
    """Drawing, caption and table; the identifiers of its elements begin with `key`."""
    return Markup(visible(picture.body(key)))
