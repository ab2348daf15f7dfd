"""The falsifier: it searches a regime for trouble, and nothing that it sees feeds a claim's confidence.

Harvest candidates without training anything, train them as one batch, steer a second round by the margins, confirm what
failed on fresh streams, grow it along the theorem's asymptotics, and shrink what stays.
"""

from theoremcheck.falsifier.search import search

__all__ = ["search"]
