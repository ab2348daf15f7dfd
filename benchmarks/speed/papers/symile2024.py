"""Saporta et al. 2024, xor-needs-all-three: Symile's encoders of the XOR mixture, in the population; 600 steps of Adam.

The claim trains ten of pairwise CLIP beside each of them; those are left out here.
"""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor
from torch.nn.functional import normalize

from benchmarks.speed.peers import Case, Tensors, apart, by_vmap, in_a_loop, plain_ways, trained
from benchmarks.speed.peers import Training as Descent
from models.symile2024.population import Encoders, Training, fit, symile_gradient, symile_scores, tabular_start
from models.symile2024.tasks import XorMixture
from theoremcheck.streams import Streams, stream_key

__all__ = ["case", "cases"]

CLAIM = "symile2024.xor-needs-all-three"
DIM, SHARE = 64, 0.5


def mixture(bits: int, trials: int) -> XorMixture:
    """A batch of one point."""
    return XorMixture(bits, torch.full((trials,), SHARE, dtype=torch.float64), DIM, DIM, 0, 1)


def draw(bits: int, trials: int) -> tuple[Tensors, Tensors]:
    """A vector for each letter of each modality, and the logarithm of the scale; the law."""
    vectors = tuple(0.6 * torch.randn(trials, 2**bits, DIM, dtype=torch.float64) for _ in range(3))
    return (*vectors, torch.zeros(trials, dtype=torch.float64)), (mixture(bits, trials).law(),)


def scores_of(weights: Tensors) -> Tensor:
    """Of all triples of one trial."""
    first, second, third = (normalize(each, dim=-1) for each in weights[:3])
    return weights[3].exp() * torch.einsum("ad,bd,cd->abc", first, second, third)


def training(steps: int) -> Descent:
    """Minus Symile's objective with infinitely many negatives, averaged over the anchors."""

    def loss(weights: Tensors, data: Tensors, step: int) -> Tensor:
        joint, scores = data[0], scores_of(weights)
        singles = [joint.sum(dim=tuple(axis for axis in range(3) if axis != own), keepdim=True) for own in range(3)]
        logs = scores + sum(each.log() for each in singles)
        anchored = sum(
            (single.flatten() * (logs - single.log()).movedim(own, 0).flatten(1).logsumexp(dim=1)).sum()
            for own, single in enumerate(singles)
        )
        return anchored / 3 - (joint * scores).sum()

    adam = partial(torch.optim.AdamW, lr=0.05, weight_decay=0.0)
    return Descent(loss, adam, steps, rate=Training(steps).rate)


def ours(bits: int, steps: int, trials: int) -> None:
    """Draw and train."""
    start = tabular_start((2**bits,) * 3, DIM, True, Streams(stream_key("speed"), torch.arange(trials)))
    fit(start, symile_gradient(mixture(bits, trials).law()), Training(steps))


def difference(bits: int, steps: int, trials: int = 2) -> dict[str, float]:
    """Scores of all triples: Adam turns vectors by directions that no score sees."""
    joint = mixture(bits, trials).law()
    start = tabular_start((2**bits,) * 3, DIM, True, Streams(stream_key("speed"), torch.arange(trials)))
    assert start.log_scale is not None  # unit vectors have one
    weights = (*(each.clone() for each in start.vectors), start.log_scale.clone())
    found = fit(start, symile_gradient(joint), Training(steps))

    def scores(both: Tensors) -> Tensors:
        return (symile_scores(Encoders(both[:3], both[3])),)

    one = [training(steps)]
    others = {"vmap": scores(trained(by_vmap, one, weights, (joint,))), "ours": (symile_scores(found),)}
    return apart(scores(trained(in_a_loop, one, weights, (joint,))), others)


def case(bits: int, steps: int = 600, looped: int = 1, batch: int = 64, least: float = 0.0) -> Case:
    """One training of Symile's encoders."""
    ways = {**plain_ways(partial(draw, bits), [training(steps)]), "ours": partial(ours, bits, steps)}
    trials = {"loop": looped, "vmap": batch // 4, "ours": batch}
    return Case(CLAIM, f"{2**bits} letters", ways, trials, partial(difference, bits, min(steps, 60)), 1e-8, least)


def cases() -> list[Case]:
    """Two and three bits, as the claim has them."""
    return [case(2, least=40.0), case(3, least=18.0)]
