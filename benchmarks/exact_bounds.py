"""What exact bounds and population fits cost, and how XOR of five bits ends. Run: `python -m benchmarks.exact_bounds`.

- `contrastive_bound` on tables of 2^12 outcomes of two and of three modalities, for few candidates and many.
- The XOR mixture of five bits in the population, for the encoders of `benchmarks.xor_script`: linear, d = 16, with its
  AdamW, 300 steps. Symile's accuracy for b beside Bayes' p + (1 - p) / 32, and pairwise CLIP's beside chance, over ten
  starts.

Seconds are those of the processor, on one thread; the least of five runs for the evaluator.
"""

from math import sqrt
from sys import argv
from time import process_time

import torch

from benchmarks.xor_script import BITS, DIM, FEATURES, VALUES
from models.symile2024.population import (
    Gradient,
    Training,
    clip_gradient,
    fit,
    linear_start,
    summed_scores,
    symile_gradient,
    symile_scores,
)
from models.symile2024.tables import accuracy, posterior_accuracy
from models.symile2024.tasks import XorMixture
from theoremcheck import Streams
from theoremcheck.numerics import contrastive_bound
from theoremcheck.streams import stream_key

SHAPES = ((64, 64), (16, 16, 16))
"""Of 2^12 outcomes."""
CANDIDATES = (2, 32, 1_000, 10_000)
SHARES = (0.5, 0.75, 1.0)
STEPS = 300


def evaluator() -> None:
    """Milliseconds a table."""
    generator = torch.Generator().manual_seed(0)
    for shape in SHAPES:
        weights = torch.rand(shape, generator=generator, dtype=torch.float64).square()
        scores = 3 * torch.randn(shape, generator=generator, dtype=torch.float64)
        times = []
        for candidates in CANDIDATES:
            runs = []
            for _ in range(5):
                started = process_time()
                contrastive_bound(weights / weights.sum(), scores, candidates, modalities=len(shape))
                runs.append(process_time() - started)
            times.append(f"{1e3 * min(runs):.1f} ms at N = {candidates:,}")
        print(f"a table of {' x '.join(map(str, shape))}: {', '.join(times)}", flush=True)


def population(starts: int) -> None:
    """A row for each p."""
    training = Training(STEPS, learning_rate=0.1, weight_decay=0.01, cosine=False)
    for share in SHARES:
        streams = Streams(stream_key("xor in the population", str(share)), torch.arange(starts))
        shares = torch.full((starts,), share, dtype=torch.float64)
        joint = XorMixture(BITS, shares, DIM, DIM, STEPS, starts).law()
        bayes = posterior_accuracy(joint, 1)[0].item()
        told = []
        for name, gradient, read, due in (
            ("Symile", symile_gradient, symile_scores, bayes),
            ("pairwise CLIP", clip_gradient, summed_scores, 1 / VALUES),
        ):
            own: Gradient = gradient(joint)
            started = process_time()
            encoders = fit(linear_start(FEATURES, 3, DIM, streams.child(name)), own, training)
            seconds = (process_time() - started) / starts
            seen = accuracy(joint, read(encoders), 1)
            error = seen.std().item() / sqrt(starts)
            told.append(
                f"{name} {seen.mean():.4f} (standard error {error:.4f}, {seen.min():.4f} to {seen.max():.4f}; due "
                f"{due:.4f}), {seconds:.2f} s a fit"
            )
        print(f"p = {share:.2f}, {starts} starts: {'; '.join(told)}", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    evaluator()
    population(int(argv[1]) if len(argv) > 1 else 10)
