"""Theorem 3.4 of Bangachev et al. 2025 on a million configurations. Run: `python -m benchmarks.constellations`.

Unit vectors go down the slack of its second inequality, by exact answers of each modality to the other
(`models.bangachev2025.margins`), in each of 35 sizes from two pairs in the plane to 32 pairs in 16 dimensions. It
prints for each size the least and the largest slack that is left, then over all: configurations, the least slack of
both inequalities, how many lie below -1e-9, and seconds. Round-off of a slack is some 1e-15.
"""

import argparse
from collections.abc import Iterator
from time import perf_counter

import torch
from torch import Tensor

from models.bangachev2025.margins import descend
from models.constellations import mean_of
from models.unit_vectors import random_rows
from theoremcheck.streams import Streams, stream_key

PAIRS, DIMENSIONS = (2, 3, 4, 6, 8, 16, 32), (2, 3, 5, 8, 16)
SWEEPS = 30
BATCH = 1024
"""So many of the largest size take 8 MiB: larger batches leave the cache."""
VIOLATED = -1e-9


def slacks(pairs: int, dimension: int, count: int) -> Iterator[tuple[Tensor, Tensor]]:
    """What either inequality leaves, of the second and then of the first, batch by batch."""
    key = stream_key("benchmarks.constellations", str(pairs), str(dimension))
    for first in range(0, count, BATCH):
        streams = Streams(key, torch.arange(first, min(first + BATCH, count)))
        starts = [random_rows(streams, name, pairs, dimension) for name in ("U", "V")]
        found = mean_of(*descend(starts[0], starts[1], SWEEPS), pairs)
        yield 1 + found.bias - (3 - 4 / pairs) * found.margin, 1 - found.bias - found.margin


def main() -> None:
    """Descend them all, and print what is left."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--configurations", type=int, default=1_000_000, help="in all sizes together, at least")
    each = -(-parser.parse_args().configurations // (len(PAIRS) * len(DIMENSIONS)))
    torch.set_num_threads(1)  # small matrices: a second thread costs more than it does
    started, least, violations = perf_counter(), torch.inf, 0
    for pairs in PAIRS:
        for dimension in DIMENSIONS:
            second, first = (torch.cat(parts) for parts in zip(*slacks(pairs, dimension, each), strict=True))
            both = torch.minimum(second, first)
            least, violations = min(least, both.min().item()), violations + int((both < VIOLATED).sum())
            print(
                f"N = {pairs:2} d = {dimension:2}: slack {second.min().item():9.2e} to {second.max().item():8.2e}, "
                f"median {second.median().item():8.2e}",
                flush=True,
            )
    count = each * len(PAIRS) * len(DIMENSIONS)
    print(
        f"{count:,} configurations, least slack {least:.2e}, {violations} below {VIOLATED:g}, "
        f"{perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
