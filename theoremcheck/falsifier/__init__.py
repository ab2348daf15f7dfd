"""The falsifier: it searches a regime for trouble, and nothing that it sees feeds a claim's confidence.

It looks once at candidates from many sources, walks on towards small margins, confirms on fresh streams the points that
fail too often, grows these along the theorem's asymptotics, and shrinks the worst of them to the simplest.
"""

from theoremcheck.falsifier.planning import planned
from theoremcheck.falsifier.search import search

__all__ = ["planned", "search"]
