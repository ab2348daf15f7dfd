"""Per-trial draws: one vectorised call against one generator object a trial. Run: `python -m benchmarks.streams`."""

import time
from collections.abc import Callable

import torch

from theoremcheck import Streams

TRIALS, LENGTHS = 256, (1, 100, 10_000)


def with_generators(length: int) -> torch.Tensor:
    """The usual way: seed a generator for each trial."""
    return torch.stack(
        [
            torch.randn(length, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
            for seed in range(TRIALS)
        ]
    )


def with_streams(length: int) -> torch.Tensor:
    """Ours: Philox and the normal quantile for the whole batch."""
    return Streams(key=1, indices=torch.arange(TRIALS)).normal("draws", (length,))


def seconds(draw: Callable[[int], torch.Tensor], length: int) -> float:
    """The best of five runs."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        draw(length)
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    torch.set_num_threads(1)
    for length in LENGTHS:
        generators, streams = seconds(with_generators, length), seconds(with_streams, length)
        print(
            f"{TRIALS} trials x {length:6d} normals: generators {generators * 1e3:8.2f} ms, "
            f"streams {streams * 1e3:8.2f} ms, ratio {generators / streams:.1f}"
        )
