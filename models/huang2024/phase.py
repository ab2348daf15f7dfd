r"""Which of signal and noise wins stage 1, as an exponent of the start's size.

Both grow geometrically from a start of size s: the signal at $1 + \kappa \frac{C}{2} \frac{M}{M + 1}$ a step, where
$C = c$ in one modality and $C = C_\mu c$ in two, and the best-placed noise at $1 + \kappa \frac{M}{M + 1}$. Stage 1
ends when the faster one is of order one, after a number of steps proportional to $\log(1 / s)$; so at its end
$\max |\gamma| / \max |\rho| \propto s^{-e(C)}$ with
$$ e(C) = \frac{\log(1 + \kappa \frac{C}{2} \frac{M}{M+1}) - \log(1 + \kappa \frac{M}{M+1})}
    {\max\{\log(1 + \kappa \frac{C}{2} \frac{M}{M+1}), \log(1 + \kappa \frac{M}{M+1})\}}
    \approx \frac{C/2 - 1}{\max\{C/2, 1\}} , $$
negative below $C = 2$ and positive above it. Derived; Huang et al. 2024, arXiv:2411.02837, Lemmas 5.2 and 5.4.
"""

from dataclasses import replace

import torch
from torch import Tensor

from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import Arm, train
from theoremcheck.streams import Streams

__all__ = ["END", "log_advantage", "predicted_log_advantage", "until_end"]

END = 0.1
"""Stage 1 ends when the faster growth has taken a start of size s to this."""


def until_end(patches: TwoPatches, strength: Tensor) -> TwoPatches:
    """The same regimes, trained up to the end of stage 1, at signal strength C."""
    growth = (END / torch.as_tensor(patches.start_size)).log() / patches.steps  # of the faster one, in a step
    kappa = growth.expm1() / (_share(patches) * (strength / 2).clamp(min=1))
    return replace(patches, horizon=kappa * patches.steps)


def log_advantage(arm: Arm, patches: TwoPatches, streams: Streams) -> Tensor:
    r"""$\log(\max_r |\gamma_r| / \max_{ri} |\rho_{ri}|)$ of the first network at the end, shape (trials,)."""
    state = train(arm, patches, two_modalities(patches, streams))[0]
    return (state.signal.abs().amax(dim=1) / state.noise.abs().amax(dim=(1, 2))).log()


def predicted_log_advantage(patches: TwoPatches, strength: Tensor) -> Tensor:
    r"""$T (\log(1 + \kappa \frac{C}{2} \frac{M}{M+1}) - \log(1 + \kappa \frac{M}{M+1}))$, plus a constant."""
    noise = _share(patches) * patches.growth_rate
    return patches.steps * ((noise * strength / 2).log1p() - noise.log1p())


def _share(patches: TwoPatches) -> float:
    r"""$\frac{M}{M + 1}$."""
    return patches.negatives / (patches.negatives + 1)
