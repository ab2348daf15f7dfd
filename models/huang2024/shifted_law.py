r"""The multi-modal test error with the random start in it: what $\Phi(-z)$ becomes at a finite width.

At the end of training $w_r = w_r(0) + \gamma_r \mu / \|\mu\|^2$. A head with $v_r \propto \gamma_r$ meets
$[y \nu; \zeta]$ with $f = y z S + \sum_r v_r\, \mathrm{relu}(\gamma'_r g + b h_r)$ in units of $\sigma_\xi$, where
$g = \langle \mu, \zeta \rangle / \|\mu\| \sigma_\xi$ and $h_r$ are independent standard normals,
$\gamma'_r = \gamma_r / \mathrm{SNR}$, $b = s \sqrt d$ and $S = \sum_{\gamma_r > 0} \gamma'^2_r$. Both labels have the
same S, so the mean given g is $g S$, and with $x = \gamma'_r g / b$ the variance is
$b^2 \sum_r \gamma'^2_r\, \mathrm{Var}[\mathrm{relu}(x + h)]$. So, Gaussian by the sum over m neurons,
$$ P(y f < 0) = E_g\, \Phi\Big( - \frac{z + g}{\sqrt{\delta\, q(g)}} \Big) , \qquad \delta = \frac{b^2}{S}
   = \frac{K s^2 n c\, C_\mu}{m \tau u} . $$
Here $u = \sum_r \gamma_r \tilde\gamma_r / m \tau$ is a sample's similarity over temperature, with
$\tilde\gamma = C_\mu \gamma$, and $q \in [1 - 1/\pi, 1]$ averages $V(x) + V(-x)$, $V(x) = \mathrm{Var}[\mathrm{relu}(x
+ h)]$, over the $\gamma_r$, which keep the Gaussian law of the start. $\Phi(-z)$ is the limit $\delta \to 0$; condition
(1) of the theorem is $K s^2 \ge 1$, so that takes $m \gg n$.

All neurons' starts together also move f by a mean, $b \sum_r v_r / \sqrt{2\pi}$, which no label knows. If the signs of
the $\gamma_r$ are independent its square is $\delta / \pi$ of $S^2$ on average, just what q lacks where
$\gamma'_r \ll b$; it is less where training has made S the same for both labels. So q = 1 bounds what the start weighs:
$$ P(y f < 0) \lesssim \Phi\Big( - \frac{z}{\sqrt{1 + \delta}} \Big) . $$
Derived; not in the paper.
"""

from math import pi

import numpy as np
import torch
from torch import Tensor

from models.huang2024.patches import TwoPatches

__all__ = ["error_with_start", "learned_similarity", "relu_variances", "shifted_error", "start_share"]

_NODES = 128


def learned_similarity(patches: TwoPatches) -> Tensor:
    r"""The similarity u at the end, shape (trials,): $L = 2 M e^{-u}$ and $1/L = \frac{C_\mu c}{2}\, u\, \kappa T$.

    The second is the law of small losses, integrated over all of the training; the part of it that stage 1 takes moves
    u by a third at most, of about 10.
    """
    growth = patches.negatives * torch.as_tensor(patches.modality_ratio * patches.signal_strength) * patches.horizon
    u = torch.full_like(growth, 10.0)
    for _ in range(20):  # contracts by 1 / u
        u = (growth * u).log()
    return u


def start_share(patches: TwoPatches) -> Tensor:
    r"""$\delta = K s^2 n c\, C_\mu / (m \tau u)$, shape (trials,)."""
    start = torch.as_tensor(patches.dim_ratio) * torch.as_tensor(patches.start_size).square()
    boosted = torch.as_tensor(patches.modality_ratio * patches.signal_strength)
    shared = patches.width * torch.as_tensor(patches.temperature) * learned_similarity(patches)
    return start * patches.samples * boosted / shared


def error_with_start(patches: TwoPatches) -> Tensor:
    r"""$\Phi(-z / \sqrt{1 + \delta})$, the law with q at its largest, shape (trials,)."""
    return torch.special.ndtr(-torch.as_tensor(patches.test_signal) / (1 + start_share(patches)).sqrt())


def shifted_error(patches: TwoPatches) -> Tensor:
    r"""$E_g \Phi(-(z + g) / \sqrt{\delta q(g)})$, shape (trials,), by quadrature."""
    delta = start_share(patches).double()[:, None]
    g, weights = _normal_nodes(8.0, delta)
    scale = (2 / (patches.width * delta)).sqrt()  # the rms of gamma' / b: m gamma'^2 / 2 = S
    q = _relu_share(scale * g)
    z = torch.as_tensor(patches.test_signal).double()[:, None]
    return (torch.special.ndtr(-(z + g) / (delta * q).sqrt()) @ weights).to(patches.snr)


def relu_variances(x: Tensor) -> Tensor:
    r"""$V(x) + V(-x)$, with $V(x) = \mathrm{Var}[\mathrm{relu}(x + h)]$ for a standard normal h; elementwise."""
    density = (-x.square() / 2).exp() / (2 * pi) ** 0.5
    up, down = x * torch.special.ndtr(x) + density, -x * torch.special.ndtr(-x) + density
    return 1 + x.square() - up.square() - down.square()


def _relu_share(scaled: Tensor) -> Tensor:
    r"""$E[\xi^2 (V(\xi x) + V(-\xi x))]$ over a standard normal $\xi$, elementwise."""
    xi, weights = _normal_nodes(8.0, scaled)
    return relu_variances(scaled[..., None] * xi) @ (weights * xi.square())


def _normal_nodes(reach: float, like: Tensor) -> tuple[Tensor, Tensor]:
    """Gauss-Legendre nodes on [-reach, reach] with the standard normal's weights, on the device of `like`."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    x = torch.from_numpy(reach * nodes)
    density = torch.from_numpy(reach * weights) * (-x.square() / 2).exp() / (2 * pi) ** 0.5
    return x.to(like.device), density.to(like.device)
