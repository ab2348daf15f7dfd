"""Three modalities, and geometric losses with the weights of the code or far above them."""

from models.dlf2025.disentangling.modalities import ThreeModalities
from theoremcheck import Regimes, choice

__all__ = ["code_and_strong_losses", "strong_losses"]

CODE, STRONG = 1.0, 50.0
"""In the code L_m and L_o have a hundredth of the weight of the task's loss. Fifty times that is half of it: what does
not show there is not for want of strength."""


def code_and_strong_losses() -> Regimes:
    """400 samples, 600 steps of 64 of them; read on 2,000 fresh ones."""
    return Regimes(ThreeModalities, strength=choice(CODE, STRONG), samples=400, tested=2000, batch_size=64, steps=600)


def strong_losses() -> Regimes:
    """The same at fifty times the code's weights alone."""
    return code_and_strong_losses().with_(strength=STRONG)
