r"""The fixed references $W^*$ that the second half of the proofs compares the iterates with.

$$ w^*_r = w_r(0) + 2 \tau \log\frac{2M}{\epsilon} \sum_i \frac{\xi_i}{\|\xi_i\|^2} \quad\text{(single)}, \qquad
   w^*_r = w_r(0) + 2 \tau \log\frac{2M}{\epsilon}\, \mathrm{sign}\langle w_r(0), \mu \rangle \frac{\mu}{\|\mu\|^2}
   \quad\text{(multi)}. $$

Source: Huang et al. 2024, arXiv:2411.02837, appendices C.2 and D.2.
"""

import torch
from torch import Tensor

from models.huang2024.patches import Modality, TwoPatches

__all__ = ["memorised", "signal_learned", "signal_synchronised"]


def memorised(patches: TwoPatches, modalities: tuple[Modality, Modality], precision: float) -> tuple[Tensor, ...]:
    r"""Single-modal reference: every neuron memorises every noise, $2 \tau \log(2M / \epsilon) / \|\xi_i\|^2$."""
    modality = modalities[0]
    squares = modality.directions[:, :-1].square().sum(dim=2)
    noise = _height(patches, precision)[:, None] / squares
    signal = torch.zeros_like(noise[:, :1])
    return (torch.cat([noise, signal], dim=1)[:, None].expand(-1, patches.width, -1),)


def signal_learned(patches: TwoPatches, modalities: tuple[Modality, Modality], precision: float) -> tuple[Tensor, ...]:
    r"""Multi-modal reference as printed: each network keeps the signs $\langle w_r(0), \mu \rangle$ of its start."""
    signs = tuple(_first_signal(modality).sign() for modality in modalities)
    return _on_signal(patches, modalities, signs, precision)


def signal_synchronised(
    patches: TwoPatches, modalities: tuple[Modality, Modality], precision: float
) -> tuple[Tensor, ...]:
    r"""The same with the signs on which both networks settle (derived).

    Stage 1 couples them by $A' = k \tilde A$ and $\tilde A' = k C_\mu^2 A$, where $C_\mu A + \tilde A$ grows and
    $C_\mu A - \tilde A$ decays: the sign is that of
    $C_\mu \langle w_r(0), \mu \rangle + \langle \tilde w_r(0), \tilde\mu \rangle$.
    """
    first, second = (_first_signal(modality) for modality in modalities)
    sign = (torch.as_tensor(patches.modality_ratio)[:, None] * first + second).sign()
    return _on_signal(patches, modalities, (sign, sign), precision)


def _height(patches: TwoPatches, precision: float) -> Tensor:
    r"""$2 \tau \log(2M / \epsilon)$, shape (trials,)."""
    temperature = torch.as_tensor(patches.temperature)
    return 2 * temperature * torch.full_like(temperature, 2 * patches.negatives / precision).log()


def _first_signal(modality: Modality) -> Tensor:
    r"""$\langle w_r(0), \mu \rangle$, shape (trials, width)."""
    return modality.weights[:, :, 0] * modality.directions[:, -1, :1]


def _on_signal(
    patches: TwoPatches, modalities: tuple[Modality, Modality], signs: tuple[Tensor, ...], precision: float
) -> tuple[Tensor, ...]:
    height = _height(patches, precision)[:, None]
    learned = []
    for modality, sign in zip(modalities, signs, strict=True):
        signal = height * sign / modality.directions[:, -1, :1].square()
        none = torch.zeros_like(signal)[..., None].expand(-1, -1, patches.samples)
        learned.append(torch.cat([none, signal[..., None]], dim=2))
    return tuple(learned)
