r"""The state of the flow at t = 0 but for the rows, and what theory says of it in closed form.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

from torch import Tensor

from models.yaras2025.sphere import exponential_moment, softmax_mean, tilted_moment

__all__ = ["Initialisation"]


@dataclass(frozen=True)
class Initialisation:
    """The state of the flow at t = 0, but for the rows."""

    pairs: int  # n
    dim: int  # d
    sharpness: float  # a = beta_0 (1 - gamma_0^2): the loss depends on beta_0 and gamma_0 through a alone
    gap_parameter: float  # gamma_0, in (0, 1)

    @property
    def inverse_temperature(self) -> float:
        r"""$\beta_0 = a / (1 - \gamma_0^2)$."""
        return self.sharpness / (1 - self.gap_parameter**2)

    def softmax_mean(self) -> Tensor:
        r"""$A_d(a)$, the limit of $-g_a(Z)$ as n grows."""
        return softmax_mean(self.sharpness, self.dim)

    def softmax_bias(self) -> Tensor:
        r"""First order of $E[-g_a(Z)] - A_d(a)$: the bias of a ratio of two means of n independent terms.

        $-\frac1n \frac{E[(z - A_d(a)) e^{2az}]}{\xi_2(a)^2}
        = -\frac1n \frac{\xi_2(2a)}{\xi_2(a)^2} (A_d(2a) - A_d(a))$; derived.
        """
        a, d = self.sharpness, self.dim
        weight = exponential_moment(2 * a, d) / exponential_moment(a, d).square()
        return -weight * (softmax_mean(2 * a, d) - softmax_mean(a, d)) / self.pairs

    def limiting_shortfall(self) -> Tensor:
        r"""Leading order in 1/n of $1 - \Delta' / (2 \gamma')$: $(1 + \gamma_0^2) / (4 \gamma_0^2 n)$; derived.

        Put $\|m\|^2 = 2/n$ into $\Delta' / (2 \gamma') = \frac{2\gamma}{\Delta} (1 - \frac14 \|m\|^2)$ at t = 0; what
        the rows' own motion adds is smaller by another 1/n.
        """
        square = self.gap_parameter**2
        return (1 + square) / (4 * square * self.pairs)

    def printed_bound(self, delta: float) -> Tensor:
        r"""Right-hand side of Theorem 3.3 at confidence $1 - \delta$; negative unless n is large.

        $4 \beta_0 \gamma_0 \bigl[ \frac{\xi_1 - 2 e^a \epsilon}{\xi_2 + (e^a - e^{-a}) \epsilon} - 2 \epsilon \bigr]$
        with $\epsilon = \sqrt{\log((4n+1)/\delta) / (2n)}$.
        """
        a, d = self.sharpness, self.dim
        epsilon = sqrt(log((4 * self.pairs + 1) / delta) / (2 * self.pairs))
        numerator = tilted_moment(a, d) - 2 * a.exp() * epsilon
        denominator = exponential_moment(a, d) + (a.exp() - (-a).exp()) * epsilon
        return 4 * self.inverse_temperature * self.gap_parameter * (numerator / denominator - 2 * epsilon)
