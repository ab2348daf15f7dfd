r"""The same training for any labels of either modality and any choice of negatives.

`recursion` is made for what the theorems assume: balanced labels that both modalities share, and all samples of the
other label as negatives. Here each of the three is an argument, so that a control can break it alone:
$$ \gamma_r \mathrel{+}= \kappa \|\mu\|^2 \sum_i \Delta^\mu_{ri} \, y_i \, 1[y_i \langle w_r, \mu \rangle > 0] , \qquad
   \rho_{ri} \mathrel{+}= \kappa \|\xi_i\|^2 \Delta^\xi_{ri} \, 1[\langle w_r, \xi_i \rangle > 0] , $$
with pushes $\Delta_{ri} = (1 - \ell_i) h^+_{ri} - \sum_{j \in N(i)} \ell_{ij} h_{rj}$ that no longer drop out or
coincide within a class. Responses have one axis for all samples, in the order of the labels.

Source: Huang et al. 2024, arXiv:2411.02837, eqs. 6 and 9, Lemma 5.1, and Lemma 5.3 with its indices corrected.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from models.huang2024.contrast import Responses
from models.huang2024.patches import Modality, TwoPatches
from models.huang2024.recursion import State
from theoremcheck.streams import Streams

__all__ = [
    "Ascent",
    "Pair",
    "PairedArm",
    "Pairing",
    "anything_goes",
    "at_the_anchor",
    "at_the_negative",
    "balanced_pairs",
    "fair_pairs",
    "multi_modal",
    "push",
    "same_label_negatives",
    "shuffled_labels",
    "single_modal",
    "train",
    "without_signal_of_negatives",
]


@dataclass(frozen=True)
class Pairing:
    """Who belongs together.

    Attributes:
        first: Labels of the first modality, -1 or 1, shape (trials, samples).
        second: Labels of the second modality, likewise.
        negatives: Whether j is a negative of i, shape (trials, samples, samples); never a sample of itself.
    """

    first: Tensor
    second: Tensor
    negatives: Tensor

    def class_share(self, signs: Tensor) -> Tensor:
        r"""$\frac{n_y}{n} \frac{M_y}{M_y + 1}$, $M_y = n - n_y$: drive of the signal per $\kappa c$ from class y.

        Args:
            signs: y, shape (trials, neurons).

        Returns:
            Shape (trials, neurons).
        """
        samples = self.first.shape[1]
        own = (samples + signs * self.first.sum(dim=1, keepdim=True)) / 2
        return own / samples * (samples - own) / (samples - own + 1)


Pair = Callable[[TwoPatches, Streams], Pairing]
"""How labels and negatives are chosen."""


def balanced_pairs(patches: TwoPatches, streams: Streams) -> Pairing:
    """As many samples of either label; modalities share it, negatives have the other one. What `recursion` assumes."""
    y = torch.ones(streams.trials, patches.samples, dtype=streams.dtype, device=streams.device)
    y[:, patches.samples // 2 :] = -1
    return _of_other_label(y)


def fair_pairs(patches: TwoPatches, streams: Streams) -> Pairing:
    """Independent fair labels, as in the paper; modalities share them, negatives have the other one."""
    return _of_other_label(streams.signs("labels", (patches.samples,)))


def shuffled_labels(patches: TwoPatches, streams: Streams, pair: Pair = fair_pairs) -> Pairing:
    """The second modality's samples are handed out in random order: a pair shares its label by chance alone."""
    pairing = pair(patches, streams)
    order = streams.uniform("order", (patches.samples,)).argsort(dim=1)
    return replace(pairing, second=pairing.first.gather(1, order))


def same_label_negatives(patches: TwoPatches, streams: Streams, pair: Pair = fair_pairs) -> Pairing:
    """All other samples are negatives, whatever their label."""
    pairing = pair(patches, streams)
    others = ~torch.eye(patches.samples, dtype=torch.bool, device=streams.device)
    return replace(pairing, negatives=others.expand_as(pairing.negatives))


def anything_goes(patches: TwoPatches, streams: Streams) -> Pairing:
    """Labels of either modality and negatives without any relation; for the recursion, which needs none."""
    n = patches.samples
    chosen = streams.signs("negatives", (n, n)) > 0
    own = torch.eye(n, dtype=torch.bool, device=streams.device)
    return Pairing(streams.signs("labels", (n,)), streams.signs("second labels", (n,)), chosen & ~own)


def _of_other_label(y: Tensor) -> Pairing:
    return Pairing(y, y, y[:, :, None] != y[:, None, :])


def push(
    anchors: Responses, positives: Responses, others: Responses, negatives: Tensor, temperature: Tensor
) -> tuple[Tensor, Responses, Tensor]:
    r"""Mean loss of the anchors, the push on each of their responses, and the negatives' loss weights.

    Args:
        anchors: Responses of the samples that the gradient moves, either patch of shape (trials, width, samples).
        positives: Responses of their positives.
        others: Responses among which the negatives are.
        negatives: Whether j is a negative of i, shape (trials, samples, samples).
        temperature: $\tau$, shape (trials,).

    Returns:
        Losses of shape (trials,), pushes shaped as the anchors, and $\ell_{ij}$ of shape (trials, samples, samples).
    """
    scale = 1 / (anchors.signal.shape[1] * temperature[:, None])
    positive = scale * ((anchors.signal * positives.signal).sum(dim=1) + (anchors.noise * positives.noise).sum(dim=1))
    scores = scale[..., None] * (anchors.signal.mT @ others.signal + anchors.noise.mT @ others.noise)
    scores = scores.masked_fill(~negatives, -torch.inf)
    total = torch.logsumexp(torch.cat([positive[..., None], scores], dim=2), dim=2)
    missing = -(positive - total).expm1()[:, None]  # 1 - l_i
    weights = (scores - total[..., None]).exp()
    pushes = (
        missing * own - other @ weights.mT
        for own, other in ((positives.signal, others.signal), (positives.noise, others.noise))
    )
    return (total - positive).mean(dim=1), Responses(*pushes), weights


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
    signal, noise = term.anchors.signal > 0, term.anchors.noise > 0
    return _directions(term, term.push.signal * signal, term.push.noise * noise)


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


PairedArm = Callable[[TwoPatches, tuple[Modality, Modality], Pairing, Ascent], Iterator[tuple[State, ...]]]
"""(regimes, both modalities, pairing, step) -> states after 0, 1, ..., T steps, their responses in sample order."""


def single_modal(
    patches: TwoPatches, modalities: tuple[Modality, Modality], pairing: Pairing, ascent: Ascent = at_the_anchor
) -> Iterator[tuple[State, ...]]:
    """Train one network on the first modality; positives are the views (eq. 6)."""
    modality, y = modalities[0], pairing.first
    temperature, rate = torch.as_tensor(patches.temperature), patches.growth_rate[:, None, None]
    coefficients = _nothing(patches, modality)
    for _ in range(patches.steps + 1):
        weights = modality.weights + coefficients @ modality.directions
        inner = weights @ modality.directions.mT
        active = _responses(inner, y)
        views = replace(active, noise=(weights @ modality.views.mT).relu())
        losses, pushed, shares = push(active, views, active, pairing.negatives, temperature)
        yield (State(modality, coefficients, inner, losses, active),)
        coefficients = coefficients + rate * ascent(Anchored(y, active, active, shares, pushed))


def multi_modal(
    patches: TwoPatches, modalities: tuple[Modality, Modality], pairing: Pairing, ascent: Ascent = at_the_anchor
) -> Iterator[tuple[State, ...]]:
    """Train one network on each modality; positives and negatives are the other modality's samples (eq. 9)."""
    labels = pairing.first, pairing.second
    temperature, rate = torch.as_tensor(patches.temperature), patches.growth_rate[:, None, None]
    coefficients = [_nothing(patches, modality) for modality in modalities]
    for _ in range(patches.steps + 1):
        weights = [m.weights + own @ m.directions for m, own in zip(modalities, coefficients, strict=True)]
        inner = [w @ m.directions.mT for w, m in zip(weights, modalities, strict=True)]
        h, g = map(_responses, inner, labels)
        terms = [push(*pair, pairing.negatives, temperature) for pair in ((h, g, g), (g, h, h))]
        losses = terms[0][0] + terms[1][0]
        yield tuple(
            State(m, own, products, losses, active)
            for m, own, products, active in zip(modalities, coefficients, inner, (h, g), strict=True)
        )
        coefficients = [
            own + rate * ascent(Anchored(y, active, other, shares, pushed))
            for own, y, active, other, (_, pushed, shares) in zip(
                coefficients, labels, (h, g), (g, h), terms, strict=True
            )
        ]


def train(
    arm: PairedArm,
    patches: TwoPatches,
    modalities: tuple[Modality, Modality],
    pairing: Pairing,
    ascent: Ascent = at_the_anchor,
) -> tuple[State, ...]:
    """The states after all steps."""
    for states in arm(patches, modalities, pairing, ascent):
        last = states
    return last


def _nothing(patches: TwoPatches, modality: Modality) -> Tensor:
    return torch.zeros_like(modality.weights[:, :, :1]).expand(-1, -1, patches.samples + 1)


def _responses(inner: Tensor, y: Tensor) -> Responses:
    return Responses((inner[:, :, -1:] * y[:, None]).relu(), inner[:, :, :-1].relu())


def _directions(term: Anchored, signal: Tensor, noise: Tensor) -> Tensor:
    return torch.cat([noise, (signal * term.labels[:, None]).sum(dim=2, keepdim=True)], dim=2)
