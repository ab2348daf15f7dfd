"""The 5-bit experiment of Saporta et al. 2024 with the settings of its launch script, over many seeds, with intervals.

Run: `python -m benchmarks.xor_script [SEEDS] [SHARE ...]`; 100 seeds of p = 0.5, 0.75 and 1 by default.

Settings (launch script, read): one linear layer with bias a modality, d = 16, batches of 1,000 for 100 epochs of 10,000
samples, 1,000 validation samples, AdamW with rate 0.1 and weight decay 0.01, logarithm of the scale -0.3 at the start,
O(n) negatives, checkpoint of the lowest validation loss. Accuracy is that of the checkpoint for b among all 32 vectors,
computed over all (a, b) in place of 10 redraws of 5,000 test samples.

The loss is the script's, for less: a batch has 1,000 anchors but 32 values of each, so candidates are scored by value,
and an anchor's own candidate is taken out of the sum and the true tuple put in.
"""

from math import sqrt
from sys import argv
from time import perf_counter

import numpy as np
import torch
from scipy.stats import t as student
from torch import Tensor

from models.symile2024.population import linear_start
from theoremcheck import Streams
from theoremcheck.numerics import symile
from theoremcheck.streams import stream_key

BITS, DIM = 5, 16
VALUES = 2**BITS
TRAIN, VALIDATION, BATCH, EPOCHS = 10_000, 1_000, 1_000, 100
PIECE = 10
FEATURES = torch.cat(
    [
        torch.cartesian_prod(*[torch.arange(2.0, dtype=torch.float64)] * BITS),
        torch.ones(VALUES, 1, dtype=torch.float64),
    ],
    dim=1,
)


def samples(streams: Streams, share: float, count: int) -> Tensor:
    """Values of a, b and c, shape (seeds, 3, count)."""
    a, b = (streams.uniform("bits", (2, count)) * VALUES).long().unbind(dim=1)
    return torch.stack([a, b, torch.where(streams.uniform("coin", (count,)) < share, a ^ b, a)], dim=1)


def loss_by_values(vectors: Tensor, scale: Tensor, values: Tensor, orders: Tensor) -> Tensor:
    """Symile's loss with shuffled negatives, shape (seeds,).

    Args:
        vectors: Representations of all values, shape (seeds, 3, values, dim).
        scale: Shape (seeds,).
        values: Of the batch, shape (seeds, 3, n).
        orders: Of the others for each anchor in turn, shape (seeds, 6, n).
    """
    batch = vectors.gather(2, values[..., None].expand(-1, -1, -1, vectors.shape[-1]))
    true = scale[:, None] * batch.prod(dim=1).sum(dim=-1)
    losses = []
    for anchor in range(3):
        others = [other for other in range(3) if other != anchor]
        shuffled = torch.ones_like(batch[:, 0])
        for place, other in enumerate(others):
            order = orders[:, 2 * anchor + place]
            shuffled = shuffled * batch[:, other].gather(1, order[..., None].expand_as(shuffled))
        scores = scale[:, None, None] * (vectors[:, anchor] @ shuffled.mT)
        log_sums = scores.logsumexp(dim=2).gather(1, values[:, anchor])
        own = scores.gather(1, values[:, anchor, None, :])[:, 0]
        rest = log_sums + torch.log1p(-(own - log_sums).exp().clamp(max=1 - 1e-12))
        losses.append((torch.logaddexp(rest, true) - true).mean(dim=1))
    return torch.stack(losses).mean(dim=0)


def accuracies(share: float, seeds: range) -> Tensor:
    """Of the checkpoint with the lowest validation loss, one for each seed."""
    streams = Streams(stream_key("xor script", str(share)), torch.tensor(list(seeds)))
    start = linear_start(FEATURES, 3, DIM, streams)
    weights = torch.stack(start.vectors, dim=1).requires_grad_()
    assert start.log_scale is not None  # a start of these encoders has one
    log_scale = start.log_scale.clone().requires_grad_()
    train, held_out = (
        samples(streams.child(name), share, count) for name, count in (("train", TRAIN), ("validation", VALIDATION))
    )
    optimiser = torch.optim.AdamW([weights, log_scale], lr=0.1, weight_decay=0.01, fused=True)
    best = torch.full((len(seeds),), torch.inf, dtype=torch.float64)
    found = torch.zeros_like(best)

    def vectors() -> Tensor:
        return torch.nn.functional.normalize(FEATURES @ weights, dim=-1)

    for epoch in range(EPOCHS):
        fresh = streams.child("epoch", epoch)
        shuffled = fresh.uniform("samples", (TRAIN,)).argsort(dim=1)
        for step, rows in enumerate(shuffled.split(BATCH, dim=1)):
            values = train.gather(2, rows[:, None, :].expand(-1, 3, -1))
            orders = fresh.child(step).uniform("orders", (6, BATCH)).argsort(dim=2)
            optimiser.zero_grad()
            loss_by_values(vectors(), log_scale.exp(), values, orders).sum().backward()
            optimiser.step()
        with torch.no_grad():
            orders = fresh.uniform("validation orders", (6, VALIDATION)).argsort(dim=2)
            loss = loss_by_values(vectors(), log_scale.exp(), held_out, orders)
            lower = loss < best
            best, found = torch.where(lower, loss, best), torch.where(lower, accuracy(vectors(), share), found)
    return found


def accuracy(vectors: Tensor, share: float) -> Tensor:
    """Over all (a, b), for c = a xor b and for c = a, shape (seeds,)."""
    a, b = torch.meshgrid(torch.arange(VALUES), torch.arange(VALUES), indexing="ij")
    right = torch.zeros(len(vectors), dtype=torch.float64)
    for c, weight in ((a ^ b, share), (a, 1 - share)):
        product = vectors[:, 0, a.flatten()] * vectors[:, 2, c.flatten()]
        chosen = (product @ vectors[:, 1].mT).argmax(dim=2)
        right += weight * (chosen == b.flatten()).double().mean(dim=1)
    return right


def main(seeds: int, shares: list[float]) -> None:
    """Print the table."""
    print(f"{seeds} seeds; mean, 95 % interval (Student), least and largest\n{'p':>5} {'Bayes':>7} {'mean':>7}")
    for share in shares:
        started = perf_counter()
        pieces = [accuracies(share, range(first, min(first + PIECE, seeds))) for first in range(0, seeds, PIECE)]
        seen = torch.cat(pieces).numpy()
        half = float(student.ppf(0.975, seeds - 1)) * np.std(seen, ddof=1) / sqrt(seeds)
        bayes = share + (1 - share) / VALUES
        print(
            f"{share:5.2f} {bayes:7.4f} {seen.mean():7.4f}  [{seen.mean() - half:.4f}, {seen.mean() + half:.4f}]"
            f"  {seen.min():.4f} {seen.max():.4f}  {np.mean(seen >= 0.97 * bayes):.2f} at 97 % of Bayes or more"
            f"  ({perf_counter() - started:.0f} s)",
            flush=True,
        )


def agrees_with_the_loss() -> float:
    """Largest difference of the loss by values and `theoremcheck.numerics.symile`, on one batch of two seeds."""
    streams = Streams(stream_key("xor script", "check"), torch.arange(2))
    start = linear_start(FEATURES, 3, DIM, streams)
    vectors = torch.nn.functional.normalize(FEATURES @ torch.stack(start.vectors, dim=1), dim=-1)
    values = samples(streams, 0.5, 50)
    orders = streams.uniform("orders", (6, 50)).argsort(dim=2)
    scale = torch.tensor([1.0, 8.0], dtype=torch.float64)
    batch = vectors.gather(2, values[..., None].expand(-1, -1, -1, DIM))
    plain = symile(batch.unbind(dim=1), scale, orders.unbind(dim=1))
    return float((loss_by_values(vectors, scale, values, orders) - plain).abs().max())


if __name__ == "__main__":
    torch.set_num_threads(1)
    assert agrees_with_the_loss() < 1e-12, "the loss by values is not Symile's"
    main(int(argv[1]) if len(argv) > 1 else 100, [float(each) for each in argv[2:]] or [0.5, 0.75, 1.0])
