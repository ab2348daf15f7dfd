r"""Ladders with common random numbers: more samples, and the same neurons and the same first noises as before.

A slope on $\log n$ is known from one ladder only if what differs between its rungs is n. Here the weights are the first
of the drawn vectors and the noises follow, so a rung's start is part of the next one's. Multi-modal stage 1 ends at the
printed $T_1$, which is made the last step: the step $\kappa$ follows from it.

Source: Huang et al. 2024, arXiv:2411.02837, Lemmas 5.2 and 5.4, Theorem 4.2.
"""

from dataclasses import replace

import torch
from torch import Tensor

from models.huang2024.patches import Modality, TwoPatches, in_units, two_modalities
from models.huang2024.recursion import Arm, single_modal
from theoremcheck.numerics import gaussian_coordinates
from theoremcheck.streams import Streams

__all__ = ["largest_coefficients", "nested_vectors", "plateau_signal", "time_to_loss", "until_multi_modal_end"]


def nested_vectors(patches: TwoPatches, signal: Tensor, streams: Streams) -> Modality:
    """As `span_vectors`, but weights first: at a fixed width more samples begin with the fewer ones' vectors."""
    samples, width = patches.samples, patches.width
    coordinates = gaussian_coordinates(width + samples, patches.dim, streams, "nested", fixed=1)
    weights, noises = coordinates.split([width, samples], dim=1)
    return in_units(patches, signal, torch.cat([noises, weights], dim=1))


def plateau_signal(patches: TwoPatches) -> Tensor:
    r"""$s \sqrt{c / n}\, ((1 + \kappa \frac c2 \frac{M}{M + 1})^T - 1)$, shape (trials,).

    It is $\gamma_r$ of a neuron whose $\langle w_r(0), \mu \rangle$ is one standard deviation, while loss weights are
    even: $A_r = \gamma_r + \langle w_r(0), \mu \rangle$ grows by that factor (Lemma C.4, rate derived).
    """
    share = patches.negatives / (patches.negatives + 1)
    rate = (patches.growth_rate * torch.as_tensor(patches.signal_strength) / 2 * share).log1p()
    return torch.as_tensor(patches.start_size) * patches.snr * (patches.steps * rate).expm1()


def until_multi_modal_end(patches: TwoPatches) -> TwoPatches:
    r"""The last step is $T_1 = \log(20 / \sigma_0 \|\mu\|) / \log(1 + 0.48\, C_\mu c\, \kappa)$ (Lemma 5.4)."""
    growth = (20 / (torch.as_tensor(patches.start_size) * patches.snr)).log() / patches.steps
    boosted = torch.as_tensor(patches.modality_ratio * patches.signal_strength)
    return replace(patches, horizon=growth.expm1() / (0.48 * boosted) * patches.steps)


def largest_coefficients(arm: Arm, patches: TwoPatches, streams: Streams) -> tuple[Tensor, Tensor]:
    r"""$\max_r |\gamma_r|$ and $\max_{ri} |\rho_{ri}|$ of the first network, over all steps, each (trials,)."""
    signal = noise = torch.zeros_like(patches.snr)
    for states in arm(patches, two_modalities(patches, streams, nested_vectors)):
        signal = torch.maximum(signal, states[0].signal.abs().amax(dim=1))
        noise = torch.maximum(noise, states[0].noise.abs().amax(dim=(1, 2)))
    return signal, noise


def time_to_loss(patches: TwoPatches, streams: Streams, loss: float) -> Tensor:
    r"""$\kappa t$ at which single-modal training first has $L \le \epsilon$, shape (trials,).

    Between two steps $\log L$ is taken as linear; a loss that is not reached counts as reached at twice the horizon.
    """
    curve = torch.stack([states[0].losses for states in single_modal(patches, two_modalities(patches, streams))], dim=1)
    log = curve.log() - torch.tensor(loss).log().to(curve)
    below = log <= 0
    after = below.to(torch.int8).argmax(dim=1, keepdim=True).clamp(min=1)
    high, low = log.gather(1, after - 1), log.gather(1, after)
    steps = (after - 1 + high / (high - low))[:, 0]
    reached = below.any(dim=1)
    return torch.where(reached, patches.growth_rate * steps, 2 * torch.as_tensor(patches.horizon)).to(curve)
