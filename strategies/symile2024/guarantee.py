"""Regimes of the guarantee over pairwise CLIP."""

from models.symile2024.guarantee import ManyLaws
from theoremcheck import Regimes, choice

__all__ = ["many_laws", "retrievals"]


def many_laws() -> Regimes:
    """Eight tables of either kind: of no structure, and of three views of one class, where pairs tell a lot."""
    return Regimes(ManyLaws, dirichlet=8, latent=8, candidates=2)


def retrievals() -> Regimes:
    """The same with two to eight candidates."""
    return many_laws().with_(candidates=choice(2, 4, 8))
