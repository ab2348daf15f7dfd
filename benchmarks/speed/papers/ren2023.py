r"""Ren and Li 2023, negatives-balance: linear encoders by in-batch InfoNCE, 1,200 fresh batches.

A user trains $W_A$ and $W_B$ on $x = A u$; the catalogue trains $P = W A$ in the 2 d coordinates that matter. The
learning rate is $N_A N_B\, ds / a$ in both, as the clock of `models.ren2023.training.descent` has it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from benchmarks.speed.peers import Case, Tensors, Training, apart, by_vmap, in_a_loop, plain_ways, trained
from models.ren2023.training.descent import Trajectory, attraction_of_infonce, train
from models.ren2023.training.geometry import alignment, condition_number
from models.ren2023.training.pairs import LinearPairs, positive_pairs, start
from theoremcheck.streams import Streams, stream_key

__all__ = ["case", "cases"]

CLAIM = "ren2023.negatives-balance"
STRONGEST, NOISE, INVERSE_TEMPERATURE = 5.0, 1.0, 0.6
BLOCK = 16
"""Batches that the catalogue draws at a time."""


def filled(pairs: LinearPairs, trials: int, dtype: torch.dtype) -> LinearPairs:
    """A batch of one point."""
    fields = ("strongest", "noise", "inverse_temperature", "latent_mean")
    return replace(pairs, **{name: torch.full((trials,), getattr(pairs, name), dtype=dtype) for name in fields})


def lengths(pairs: LinearPairs) -> Tensor:
    """Lengths of the columns of [A | A_xi]; two signals, so that none is drawn."""
    ends = torch.tensor([pairs.strongest, 1.0]), torch.full((pairs.dim - pairs.rank,), pairs.noise**2)
    return torch.cat(ends).sqrt()


def draw(pairs: LinearPairs, trials: int) -> tuple[Tensors, Tensors]:
    """Encoders; maps of latents to views, and the latents of both views of all batches."""
    n, d, m, r = pairs.batch_size, pairs.dim, pairs.width, pairs.rank
    maps = tuple(torch.linalg.qr(torch.randn(trials, d, d)).Q * lengths(pairs) for _ in range(2))

    def signs(count: int) -> Tensor:
        return torch.randint(2, (trials, pairs.steps, n, count)).mul_(2).sub_(1).float()

    signals = signs(r)
    latents = tuple(torch.cat([signals, signs(d - r)], dim=3) for _ in range(2))
    return tuple(torch.randn(trials, m, d) / m**0.5 for _ in range(2)), (*maps, *latents)


def training(pairs: LinearPairs) -> Training:
    """InfoNCE both ways, times what makes a step of 1 one of the clock."""
    n, tau2 = pairs.batch_size, pairs.inverse_temperature
    clock = float(filled(pairs, 1, torch.float64).clock_step) / (2 * tau2 * (n - 1) / n)
    own = torch.arange(n)

    def loss(weights: Tensors, data: Tensors, step: int) -> Tensor:
        features = [
            latents[step] @ each.mT @ weight.mT
            for weight, each, latents in zip(weights, data[:2], data[2:], strict=True)
        ]
        norms = [(each.square().sum() / n).sqrt() for each in features]
        scores = tau2 * (features[0] / norms[0]) @ (features[1] / norms[1]).mT
        speed = clock * (norms[0] * norms[1]).detach()
        return speed * (cross_entropy(scores, own) + cross_entropy(scores.mT, own))

    return Training(loss, partial(torch.optim.SGD, lr=1.0), pairs.steps)


def ours(pairs: LinearPairs, trials: int) -> None:
    """Draw and train."""
    pairs = filled(pairs, trials, torch.float32)
    streams = Streams(stream_key("speed"), torch.arange(trials), torch.float32)
    columns = pairs.column_powers(pairs.powers(streams))
    train(pairs, start(pairs, columns, streams), columns, positive_pairs, (attraction_of_infonce,), streams)


def difference(pairs: LinearPairs, trials: int = 2) -> dict[str, float]:
    """Alignment and condition number at the end: which coordinates hold the features is nobody's business."""
    batch, streams = filled(pairs, trials, torch.float64), Streams(stream_key("speed"), torch.arange(trials))
    columns = batch.column_powers(batch.powers(streams))
    generator = torch.Generator().manual_seed(0)
    maps = [
        torch.linalg.qr(torch.randn(trials, pairs.dim, pairs.dim, generator=generator).double()).Q
        * columns.sqrt()[:, None]
        for _ in range(2)
    ]
    encoders = tuple(
        torch.randn(trials, pairs.width, pairs.dim, generator=generator).double() / pairs.width**0.5 for _ in range(2)
    )
    images = torch.cat([weight @ each for weight, each in zip(encoders, maps, strict=True)], dim=2)
    reduced = torch.stack(torch.linalg.qr(images, mode="r").R.split(pairs.dim, dim=2))
    (learned,) = train(batch, reduced, columns, positive_pairs, (attraction_of_infonce,), streams)
    blocks = [
        positive_pairs(batch, min(BLOCK, pairs.steps - first), streams.common.child("batches", first))
        for first in range(0, pairs.steps, BLOCK)
    ]
    data = (*maps, *torch.cat(blocks, dim=2).unbind(1))

    def measured(weights: Tensors) -> Tensors:
        images = [(weight @ each)[:, None] for weight, each in zip(weights, maps, strict=True)]
        first, second = (each[..., : pairs.rank] / each.norm(dim=(2, 3), keepdim=True) for each in images)
        return read(Trajectory(learned.time[:, -1:], first, second))

    def read(trajectory: Trajectory) -> Tensors:
        return alignment(trajectory)[:, -1], condition_number(trajectory)[:, -1]

    one = [training(pairs)]
    others = {"vmap": measured(trained(by_vmap, one, encoders, data)), "ours": read(learned)}
    return apart(measured(trained(in_a_loop, one, encoders, data)), others)


def case(pairs: LinearPairs, looped: int = 1, batch: int = 32, least: float = 0.0) -> Case:
    """One training."""
    ways = {**plain_ways(partial(draw, pairs), [training(pairs)]), "ours": partial(ours, pairs)}
    trials = {"loop": looped, "vmap": max(1, batch // 8), "ours": batch}
    return Case(CLAIM, f"d = {pairs.dim}", ways, trials, partial(difference, pairs), 1e-8, least)


def cases() -> list[Case]:
    """The smaller of the claim's two dimensions."""
    return [case(LinearPairs(2, 24, STRONGEST, NOISE, INVERSE_TEMPERATURE), least=7.0)]
