r"""Multi-modal stage 1 with drawn labels: the trajectory that its claims share, and what they read off it.

With $A_r = \gamma_r + \langle w_r(0), \mu \rangle$, $\tilde A_r$ and
$k_y = \kappa c\, \frac{n_y}{n} \frac{M_y}{M_y + 1}$, where pairs share their label and negatives have the other one,
$A' = k_y \tilde A$ and $\tilde A' = k_{\tilde y} C_\mu^2 A$ for $y = \mathrm{sign} A$ and
$\tilde y = \mathrm{sign} \tilde A$.
"""

from functools import partial

import torch
from torch import Tensor

from models.huang2024.pairing.arms import multi_modal, train
from models.huang2024.pairing.labels import Pair, Pairing, fair_pairs, same_label_negatives, shuffled_labels
from models.huang2024.patches import Modality, TwoPatches, two_modalities
from models.huang2024.recursion import State
from strategies.huang2024.pairing import multi_modal_plateaus
from theoremcheck import Control, Observables, Streams, Study

__all__ = ["PLATEAUS", "REGIMES", "SAME_LABEL", "SHUFFLED", "observe"]

PLATEAUS = Study(name="huang2024.paired-plateaus", package="claims.huang2024.pairing")

REGIMES = multi_modal_plateaus()


def observe(patches: TwoPatches, streams: Streams, pair: Pair = fair_pairs) -> Observables:
    """Growth of agreeing neurons over its closed form, and the share of neurons with the predicted sign; (trials,)."""
    modalities, pairing = two_modalities(patches, streams), pair(patches, streams.child("pairing"))
    states = train(multi_modal, patches, modalities, pairing)
    first, second = (_first_products(modality) for modality in modalities)
    return Observables(
        growth=_growth(patches, pairing, states, first, second),
        synchronised=_synchronised(patches, pairing, states, first, second),
    )


def _growth(patches: TwoPatches, pairing: Pairing, states: tuple[State, ...], first: Tensor, second: Tensor) -> Tensor:
    r"""Median over neurons with $y = \tilde y$ of the growth of $C_\mu A + \tilde A$, in units of its closed form."""
    ratio = torch.as_tensor(patches.modality_ratio)[:, None]
    boosted = (patches.growth_rate * torch.as_tensor(patches.modality_ratio * patches.signal_strength))[:, None]
    closed_form = patches.steps * (boosted * pairing.class_share(first.sign())).log1p()
    grown = (1 + (ratio * states[0].signal + states[1].signal) / (ratio * first + second)).abs().log()
    return (grown / closed_form).masked_fill(first * second <= 0, torch.nan).nanmedian(dim=1).values


def _synchronised(
    patches: TwoPatches, pairing: Pairing, states: tuple[State, ...], first: Tensor, second: Tensor
) -> Tensor:
    r"""Share of neurons both of whose signs are $\mathrm{sign}(\sqrt{k_{\tilde y}} C_\mu A + \sqrt{k_y} \tilde A)(0)$.

    Where y differs from $\tilde y$, the quadratic form $k_{\tilde y} C_\mu^2 A^2 - k_y \tilde A^2$ is conserved; its
    sign tells which of the two turns.
    """
    ratio = torch.as_tensor(patches.modality_ratio)[:, None]
    own, other = (pairing.class_share(products.sign()).sqrt() for products in (first, second))
    told = (other * ratio * first + own * second).sign()
    ends = ((state.weights[:, :, 0] * state.modality.directions[:, -1, :1]).sign() for state in states)
    return torch.stack([end == told for end in ends]).all(dim=0).to(first).mean(dim=1)


def _first_products(modality: Modality) -> Tensor:
    r"""$\langle w_r(0), \mu \rangle$, shape (trials, width)."""
    return modality.weights[:, :, 0] * modality.directions[:, -1, :1]


SHUFFLED = Control(
    breaks="pairs share the label (here: the second modality's samples are handed out in random order)",
    experiment=partial(observe, pair=shuffled_labels),
)

SAME_LABEL = Control(
    breaks="negatives have the other label (here: all other samples are negatives)",
    experiment=partial(observe, pair=same_label_negatives),
)
