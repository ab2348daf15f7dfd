"""What half and half gains a trained head, beside the note on Lin et al. 2023: the table of docs/few-shot.md.

Run: `python -m benchmarks.few_shot_gains [TASKS]`. Each cell is the mean gain in points of accuracy with its standard
error, the note's value, which is a mean over 24 tasks, and their distance in standard errors of the difference.
(The errors that the note gives, 0.2 to 1.1 points, are larger than those of 24 tasks here; so z is rather too large.)
"""

from sys import argv

import torch

from models.crossmodal2023.heads import FewShot, accuracy, draw_samples, fit, half_half, images_alone, random_start
from theoremcheck.running import use_one_thread
from theoremcheck.streams import Streams, stream_key

SHOTS, NOTED_TASKS = (1, 2, 4, 8, 16), 24
NOTED = {
    (0.25, "zero"): (5.5, 1.6, -1.6, -2.0, -1.1),
    (0.25, "random"): (5.7, 2.6, -0.2, -1.9, 0.2),
    (1.0, "zero"): (19.7, 7.9, 2.4, 0.1, -0.7),
    (1.0, "random"): (17.9, 10.2, 4.8, 1.7, 0.0),
    (4.0, "zero"): (28.7, 13.9, 4.9, 1.2, 0.6),
    (4.0, "random"): (29.1, 17.6, 9.6, 2.3, 0.9),
}
"""Gains in points at each number of shots, by what a text is worth and where the heads start."""


def gains(worth: float, shots: int, tasks: int) -> dict[str, torch.Tensor]:
    """Gains from zero and from random weights in points of accuracy, shape (tasks,) each."""
    each_worth, shift, noise = (torch.full((tasks,), value) for value in (worth, 0.0, 1.5))
    model = FewShot(each_worth, shots, shift, noise, tasks=1)
    streams = Streams(stream_key("few-shot gains", str(worth)), torch.arange(tasks), torch.float32)
    samples = draw_samples(model, streams)
    found = {}
    for name, start in (("zero", torch.zeros_like(samples.texts)), ("random", random_start(model, streams))):
        alone, mixed = (accuracy(fit(start, data(samples)), samples, model) for data in (images_alone, half_half))
        found[name] = 100 * (mixed - alone)
    return found


def main(tasks: int) -> None:
    """Print a line for each cell."""
    print(f"{'v':>5} {'n':>3} {'start':8} {'gain':>6} {'s.e.':>5} {'note':>6} {'z':>6}")
    for worth in (0.25, 1.0, 4.0):
        for place, shots in enumerate(SHOTS):
            for name, found in gains(worth, shots, tasks).items():
                error, noted = float(found.std()) / tasks**0.5, NOTED[worth, name][place]
                z = (float(found.mean()) - noted) / (error * (1 + tasks / NOTED_TASKS) ** 0.5)
                print(f"{worth:5} {shots:3} {name:8} {found.mean():6.1f} {error:5.1f} {noted:6.1f} {z:6.2f}")


if __name__ == "__main__":
    use_one_thread()
    main(int(argv[1]) if len(argv) > 1 else 96)
