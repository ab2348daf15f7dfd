"""What a function computes, in words for a reader: the expression of a lambda."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from theoremcheck.digests.functions import SourceError, definition_of

__all__ = ["expression_of"]


def expression_of(function: Callable[..., Any]) -> str:
    """The body of a lambda, as one would write it; empty for any other function, and for one without source."""
    try:
        found = definition_of(function)
    except SourceError:
        return ""
    return ast.unparse(found.body) if isinstance(found, ast.Lambda) else ""
