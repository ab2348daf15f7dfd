r"""What is read off a training of stage 2; `begins` is its first step $T_1$, shape (trials,), and so is every result.

Source: Huang et al. 2024, arXiv:2411.02837, Lemmas C.14 to C.18 and D.11 to D.15; constants derived.
"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from models.huang2024.contrast import Responses
from models.huang2024.patches import TwoPatches
from models.huang2024.recursion import State
from models.huang2024.stage_two.path import Path, learning_rate
from models.huang2024.stage_two.sizes import log_horizon
from models.huang2024.stage_two.slopes import reference_slopes

__all__ = ["average_loss", "gradient", "largest", "least", "loss_law", "slopes"]

LATE = 0.1
"""Loss from which on it falls like 1 / t."""


def largest(path: Path, patches: TwoPatches, begins: Tensor) -> dict[str, Tensor]:
    """Largest coefficients in all of training and in stage 2, and the loss at either end of it."""
    after = _after(begins, path.losses.shape[1])
    first = path.signal.gather(1, begins.long()[:, None])[:, 0]
    return {
        "coefficient": torch.maximum(path.signal, path.noise).amax(dim=1),
        "coefficient_printed_bound": log_horizon(patches),
        "signal_growth": (path.signal * after).amax(dim=1) / first,
        "noise_after": (path.noise * after).amax(dim=1),
        "loss_at_stage": path.losses.gather(1, begins.long()[:, None])[:, 0],
        "loss": path.losses[:, -1],
    }


def gradient(path: Path, patches: TwoPatches, strength: Tensor) -> Tensor:
    r"""Greatest $\|\nabla L\|^2 / L$ along the path, over $4 \alpha \max\{1, C_\mu c\} / (n m \tau)$ (derived)."""
    unit = patches.samples * patches.width * torch.as_tensor(patches.temperature)
    ceiling = 4 * log_horizon(patches) * strength.clamp(min=1) / unit
    return (path.gradients / path.losses[:, :-1]).amax(dim=1) / ceiling


def least(values: Tensor, begins: Tensor) -> Tensor:
    """Least of the values, (trials, steps), from the beginning of stage 2 on; infinite where no step is left."""
    return values.masked_fill(~_after(begins, values.shape[1]), torch.inf).amin(dim=1)


def average_loss(path: Path, patches: TwoPatches, begins: Tensor, slack: float) -> Tensor:
    r"""Greatest ratio of the average loss in $[T_1, t]$ to $\|W(T_1) - W^*\|^2 / (\eta (t - T_1 + 1)) + \epsilon$."""
    after = _after(begins, path.losses.shape[1])
    count = after.cumsum(dim=1).clamp(min=1)
    distance = path.distances[..., -1].gather(1, begins.long()[:, None])
    bound = distance / (learning_rate(patches)[:, None] * count) + slack
    return ((path.losses * after).cumsum(dim=1) / count / bound).amax(dim=1)


def loss_law(path: Path, patches: TwoPatches, growth: Callable[[TwoPatches, Tensor], Tensor]) -> Tensor:
    r"""Growth of 1 / L over $\kappa t$ from L = 0.1 to the end, over its closed form at the geometric mean of L."""
    from_step = (path.losses <= LATE).double().argmax(dim=1, keepdim=True)
    first, last = path.losses.gather(1, from_step)[:, 0], path.losses[:, -1]
    time = patches.growth_rate * (path.losses.shape[1] - 1 - from_step[:, 0])
    return (1 / last - 1 / first) / time / growth(patches, (first * last).sqrt())


def slopes(
    partners: Iterator[tuple[State, Responses, Responses]],
    reference: tuple[Tensor, ...],
    patches: TwoPatches,
    precision: float,
) -> dict[str, Tensor]:
    r"""Least $\langle \nabla F_0, W^* \rangle$ and greatest $\langle \nabla F_j, W^* \rangle$ at the end, in bounds.

    The bounds are $2 \log(2M / \epsilon)$ from below and $\log(2M / \epsilon)$ from above.
    """
    temperature = torch.as_tensor(patches.temperature)
    log = torch.full_like(temperature, 2 * patches.negatives / precision).log()
    anchors, negatives = [], []
    for (state, positives, others), w in zip(partners, reference, strict=True):
        anchor, negative = reference_slopes(state, w, positives, others, temperature)
        anchors.append(anchor.amin(dim=(1, 2)) / (2 * log))
        negatives.append(negative.amax(dim=(1, 2, 3)) / log)
    anchor, negative = torch.stack(anchors).amin(dim=0), torch.stack(negatives).amax(dim=0)
    return {"anchor_slope": anchor, "negative_slope": negative}


def _after(begins: Tensor, steps: int) -> Tensor:
    return torch.arange(steps, device=begins.device) >= begins[:, None]
