"""Where Lemma C.16's second part fails at sizes that run, of Huang et al. 2024. Run: `python -m benchmarks.negatives`.

Failing draws over n, m and K = d / n^2, at temperatures below and above 0.4; some minutes.
"""

import torch

from claims.huang2024.lemmas.references import observe_single_modal
from strategies.huang2024.lemmas import late_stages
from theoremcheck import log_uniform, uniform
from theoremcheck.regimes import batch_of, point_of
from theoremcheck.streams import Streams, stream_key

SMALL, LARGE = (1.0, 4.0), (20.0, 100.0)
"""Ranges of K."""

CELLS = (
    (50, 50, SMALL, 48),
    (50, 100, SMALL, 48),
    (50, 200, SMALL, 32),
    (50, 50, LARGE, 48),
    (50, 100, LARGE, 48),
    (50, 200, LARGE, 32),
    (80, 50, LARGE, 32),
    (80, 100, SMALL, 32),
    (80, 100, LARGE, 32),
)
"""n, m, K, and the number of draws."""


def failing(
    samples: int, width: int, dim_ratios: tuple[float, float], temperatures: tuple[float, float], n: int
) -> int:
    """Draws of n whose largest slope exceeds its bound."""
    regimes = late_stages(
        samples=samples, width=width, dim_ratio=log_uniform(*dim_ratios), temperature=uniform(*temperatures)
    )
    streams = Streams(stream_key("benchmark", "negatives"), torch.arange(n))
    columns = regimes.sample(streams.child("regime"))
    points = [point_of(regimes.regime, columns, row) for row in range(n)]
    seen = observe_single_modal(batch_of(points, torch.float64, torch.device("cpu")), streams)
    return int((seen["slope"] > 1).sum())


def main() -> None:
    """Print the table."""
    print("   n    m           K   tau < 0.4   tau > 0.4")
    for samples, width, dim_ratios, draws in CELLS:
        cold, warm = (failing(samples, width, dim_ratios, tau, draws) for tau in ((0.1, 0.4), (0.4, 0.48)))
        low, high = dim_ratios
        print(f"{samples:4} {width:4} {low:5g} to {high:3g} {cold:5} of {draws} {warm:5} of {draws}")


if __name__ == "__main__":
    main()
