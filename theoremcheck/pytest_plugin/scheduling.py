"""Which worker runs which claim."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

__all__ = ["ClaimScheduling"]


class ClaimScheduling(LoadScopeScheduling):
    """One claim at a time to whoever is free; the claims of one study to one worker.

    A claim of a study is collected below a node of the study's name (`page.py::study::claim`), which is all that a
    controller knows of it.
    """

    def _split_scope(self, nodeid: str) -> str:
        page, *inner = nodeid.split("::")
        return inner[0] if page.endswith(".py") and len(inner) > 1 else nodeid
