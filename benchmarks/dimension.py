"""What a training costs as the dimension grows: law-exact coordinates. Run: `python -m benchmarks.dimension`."""

from time import perf_counter

import torch

from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import multi_modal, single_modal, train
from theoremcheck import Streams

TRIALS, SAMPLES, WIDTH, STEPS, REPEATS = 8, 100, 50, 40, 7


def seconds(dim: float) -> float:
    """Drawing both modalities and training both arms, once."""
    values = dict(
        signal_strength=1.25, dim_ratio=dim / SAMPLES**2, start_size=0.1, modality_ratio=3.0, temperature=1.0,
        view_noise=0.1, test_signal=1.6, horizon=12.0,
    )  # fmt: skip
    fields = {name: torch.full((TRIALS,), value) for name, value in values.items()}
    patches = TwoPatches(samples=SAMPLES, width=WIDTH, steps=STEPS, **fields)
    started = perf_counter()
    modalities = two_modalities(patches, Streams(1, torch.arange(TRIALS), torch.float32))
    for arm in (single_modal, multi_modal):
        train(arm, patches, modalities)
    return perf_counter() - started


if __name__ == "__main__":
    torch.set_num_threads(1)
    dims = (2e3, 1e5, 1e7, 1e9)
    # Taken in turns, so that what else the machine does falls on all of them.
    times = [[seconds(dim) for dim in dims] for _ in range(REPEATS)]
    for column, dim in enumerate(dims):
        best = min(row[column] for row in times)
        share = best / min(row[0] for row in times)
        print(f"d = {dim:.0e}: {best * 1e3:7.1f} ms for {TRIALS} trials, {share:.2f} of d = 2000")
