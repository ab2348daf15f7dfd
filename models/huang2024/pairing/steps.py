r"""One step of the coefficients for any labels and negatives.

$$ \gamma_r \mathrel{+}= \kappa \|\mu\|^2 \sum_i \Delta^\mu_{ri} \, y_i \, 1[y_i \langle w_r, \mu \rangle > 0] , \qquad
   \rho_{ri} \mathrel{+}= \kappa \|\xi_i\|^2 \Delta^\xi_{ri} \, 1[\langle w_r, \xi_i \rangle > 0] , $$
with pushes $\Delta_{ri} = (1 - \ell_i) h^+_{ri} - \sum_{j \in N(i)} \ell_{ij} h_{rj}$ that no longer drop out or
coincide within a class. Responses have one axis for all samples, in the order of the labels.

Source: Huang et al. 2024, arXiv:2411.02837, eqs. 6 and 9, Lemma 5.1, and Lemma 5.3 with its indices corrected.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from models.huang2024.contrast import Responses

__all__ = ["Anchored", "Ascent", "at_the_anchor", "at_the_negative", "push", "without_signal_of_negatives"]


_LEAST = -1e30
"""Below every score, and finite: a score of minus infinity less this one is no NaN."""


def push(
    anchors: Responses,
    positives: Responses,
    others: Responses,
    negatives: Tensor,
    temperature: Tensor,
    labels: tuple[Tensor, Tensor],
) -> tuple[Tensor, Responses, Tensor]:
    r"""Mean loss of the anchors, the push on each of their responses, and the negatives' loss weights.

    Samples of one label have one signal patch, so that products of signal patches have rank 2.

    Args:
        anchors: Responses of the samples that the gradient moves, either patch of shape (trials, width, samples).
        positives: Responses of their positives.
        others: Responses among which the negatives are.
        negatives: Whether j is a negative of i, shape (trials, samples, samples).
        temperature: $\tau$, shape (trials,).
        labels: Of the anchors and of the others, -1 or 1, shape (trials, samples) each.

    Returns:
        Losses of shape (trials,), pushes shaped as the anchors, and $\ell_{ij}$ of shape (trials, samples, samples).
    """
    scale = 1 / (anchors.signal.shape[1] * temperature[:, None])
    positive = scale * ((anchors.signal * positives.signal).sum(dim=1) + (anchors.noise * positives.noise).sum(dim=1))
    (own, own_label), (other, label) = map(_by_label, (anchors.signal, others.signal), labels)
    scaled = (scale[..., None] * anchors.noise).mT
    scores = torch.baddbmm(own_label.mT @ (scale[..., None] * own.mT @ other) @ label, scaled, others.noise)
    weights = torch.where(negatives, scores, -torch.inf)
    # Who has no negatives has no largest one either.
    largest = weights.amax(dim=2).clamp_(min=_LEAST)
    weights.sub_(largest[..., None]).exp_()
    total = torch.logaddexp(positive, weights.sum(dim=2).log_().add_(largest))
    missing = -(positive - total).expm1()[:, None]  # 1 - l_i
    weights.mul_((largest - total).exp_()[..., None])
    signal = missing * positives.signal - other @ (label @ weights.mT)
    noise = missing * positives.noise - others.noise @ weights.mT
    return (total - positive).mean(dim=1), Responses(signal, noise), weights


def _by_label(signal: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Responses to either label's signal patch, (trials, width, 2), and who has that label, (trials, 2, samples)."""
    somebody = torch.stack([labels.argmax(dim=1), labels.argmin(dim=1)], dim=1)
    has = torch.stack([labels > 0, labels < 0], dim=1)
    return signal.gather(2, somebody[:, None].expand(-1, signal.shape[1], -1)), has.to(signal)


@dataclass(frozen=True)
class Anchored:
    """One term of a loss, seen from its anchors: all that a step of the coefficients is made of."""

    labels: Tensor
    anchors: Responses
    others: Responses
    weights: Tensor  # l_ij
    push: Responses


Ascent = Callable[[Anchored], Tensor]
"""What a step adds to the coefficients, over the growth rate, shape (trials, width, samples + 1)."""


def at_the_anchor(term: Anchored) -> Tensor:
    """The gradient: a push counts where the neuron is active on the anchor."""
    # One pass each, where a product with a mask would convert it first.
    signal = torch.where(term.anchors.signal > 0, term.push.signal, 0)
    return _directions(term, signal, torch.where(term.anchors.noise > 0, term.push.noise, 0))


def at_the_negative(term: Anchored) -> Tensor:
    r"""Eqs. 15 and 17 as printed, in the only reading that binds their index: negatives count where *they* are active.

    $\sum_j \ell_{ij}\, \mathrm{relu}\langle \tilde w_r, \tilde\xi_j \rangle\, 1[\langle w_r, \xi_j \rangle > 0]$
    stands in place of the same with $1[\langle w_r, \xi_i \rangle > 0]$.
    """
    rows = []
    for anchor, other, pushed in (
        (term.anchors.signal, term.others.signal, term.push.signal),
        (term.anchors.noise, term.others.noise, term.push.noise),
    ):
        attracted = pushed + other @ term.weights.mT
        rows.append(attracted * (anchor > 0) - (other * (anchor > 0)) @ term.weights.mT)
    return _directions(term, *rows)


def without_signal_of_negatives(term: Anchored) -> Tensor:
    """The gradient without the negatives' share in the signal, which vanishes where all have the other label."""
    attracted = term.push.signal + term.others.signal @ term.weights.mT
    return _directions(term, attracted * (term.anchors.signal > 0), term.push.noise * (term.anchors.noise > 0))


def _directions(term: Anchored, signal: Tensor, noise: Tensor) -> Tensor:
    return torch.cat([noise, (signal * term.labels[:, None]).sum(dim=2, keepdim=True)], dim=2)
