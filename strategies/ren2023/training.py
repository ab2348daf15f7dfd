"""Regimes of Ren and Li 2023: anisotropic signals in noise, at a small inverse temperature."""

from models.ren2023.training.pairs import LinearPairs
from theoremcheck import Regimes, choice, uniform

__all__ = ["fading_pairs", "linear_pairs"]


def linear_pairs(min_strongest: float = 3.0, max_strongest: float = 8.0, latent_mean: float = 0.0) -> Regimes:
    r"""Regimes of the two-stage picture; n = 2 d pairs a batch, m = 4 d features.

    Args:
        min_strongest: Least $\sigma_1^2 / \sigma_r^2$; 3, so that the growth that positives cause exceeds
            the scatter of a finite width.
        max_strongest: Greatest $\sigma_1^2 / \sigma_r^2$; steps are more in proportion to it.
        latent_mean: $E z_k$; the theorem's signals are centred.
    """
    return Regimes(
        LinearPairs,
        rank=choice(2, 4),  # at least two, to have a condition number; r / tau^2 up to 13
        dim=choice(24, 32),  # d to infinity; below 24 the growth, a power of d, drowns in scatter
        strongest=uniform(min_strongest, max_strongest),
        noise=uniform(0.5, 2.0),  # of the order of the signals: from half of the weakest one to twice it
        # The second stage takes s in proportion to r / tau^2: from 0.3 on. The stages differ by that factor: up to 1.
        inverse_temperature=uniform(0.3, 1.0),
        latent_mean=latent_mean,
        # Descent is stable in both stages up to a largest power, of signals or noise, of 0.25 / ds; each trial takes as
        # many batches as that asks for: 8 (2 * 4 / 0.3 + 10) / 0.25 = 1173 at most. To take 1200 everywhere costs more
        # than twice as much, and cost is the reason; the bound is the one for which 1200 were chosen.
        longest_step=0.25,
        steps=1200,
        substeps=1,
    )


def fading_pairs() -> Regimes:
    r"""The same, where the noise fades no more slowly than negatives act: $\sigma_\xi^2 \ge \tau^2$.

    Noise fades at the speed $\sigma_\xi^2$, and negatives act at $\tau^2 \sigma^2 / r$: so the first stage, which waits
    for the noise, stays the shorter one.
    """
    return linear_pairs().with_(where=lambda r: r.noise**2 >= r.inverse_temperature)
