"""Regimes of Ren and Li 2023: anisotropic signals in noise, at a small inverse temperature."""

from models.ren2023.training.pairs import LinearPairs
from theoremcheck import Regimes, choice, uniform

__all__ = ["linear_pairs"]


def linear_pairs(
    min_strongest: float = 3.0,
    max_strongest: float = 8.0,
    min_inverse_temperature: float = 0.3,
    max_inverse_temperature: float = 1.0,
    latent_mean: float = 0.0,
) -> Regimes:
    r"""Regimes of the two-stage picture; n = 2 d pairs a batch, m = 4 d features.

    Args:
        min_strongest: Least $\sigma_1^2 / \sigma_r^2$; 3, so that the growth that positives cause exceeds
            the scatter of a finite width.
        max_strongest: Greatest $\sigma_1^2 / \sigma_r^2$; steps are shorter, and more, in proportion to it.
        min_inverse_temperature: Least $\tau^2$; the second stage takes $s \propto r / \tau^2$.
        max_inverse_temperature: Greatest $\tau^2$; 1, for the stages differ by a factor of $r / \tau^2$.
        latent_mean: $E z_k$; the theorem's signals are centred.
    """
    return Regimes(
        LinearPairs,
        rank=choice(2, 4),  # at least two, to have a condition number; r / tau^2 up to 13
        dim=choice(24, 32),  # d to infinity; below 24 the growth, a power of d, drowns in scatter
        strongest=uniform(min_strongest, max_strongest),
        # Noise fades at the speed sigma_xi^2, negatives act at tau^2 sigma^2 / r: the first stage stays the
        # shorter one if sigma_xi^2 >= tau^2. At sigma_xi = 0.5, tau^2 = 1, r = 2 they were seen to overlap.
        noise=uniform(1.0, 2.0),
        inverse_temperature=uniform(min_inverse_temperature, max_inverse_temperature),
        latent_mean=latent_mean,
        # sigma_1^2 ds <= 8 (2 * 4 / 0.3 + 10) / 1200 = 0.244: descent is stable up to 0.25 in both stages.
        steps=1200,
        substeps=1,
    )
