r"""In the paper's toy the divergence of the encoded marginals grows with the noise of the pairs.

Two linear encoders of the plane, an angle of two modes, noise $\sigma$ in one modality: figures of the paper show the
symmetric divergence of the encoded angles growing with $\sigma$, and read it as a gap that mismatch creates.

Operational: the toy at the loss of the population, quadrature in place of the authors' batches of 256, with their
histograms of 60 bins and from one random start at both noises: the divergence at $\sigma = 0.7$ exceeds that at 0.35 by
0.05 or more. With batches we had measured medians of .02 and .27, and 10 of 10. **The control is the point**: the same
mismatch, split over both modalities, gives no divergence at all. So it is the different noise of the two marginals that
the encoders inherit; mismatch alone makes none. About one start in thirty ends in a local minimum, with a divergence of
30 that no noise explains.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import torch

from claims.cai2026.paper import source
from models.cai2026.circle import Circle, both_noisy, one_noisy, random_encoders, symmetric_divergence
from strategies.cai2026.circle import half_of_the_noise
from theoremcheck import AtLeast, Claim, Control, Observables, Streams

Pairs = Callable[[Circle], tuple[torch.Tensor, torch.Tensor]]
"""(regime) -> noise of X and of Y, shape (trials,) each."""


def experiment(circle: Circle, streams: Streams, pairs: Pairs = one_noisy) -> Observables:
    """Divergences after training at the noise and at twice the noise, and their difference; shape (trials,) each."""
    noise, temperature = torch.as_tensor(circle.noise), torch.as_tensor(circle.temperature)
    both = replace(circle, noise=torch.cat([noise, 2 * noise]), temperature=temperature.repeat(2))
    first, second = random_encoders(streams)
    seen = pairs(both)
    trained = both.train(seen, (first.repeat(2, 1, 1), second.repeat(2, 1, 1)))
    low, high = symmetric_divergence(seen, trained).chunk(2)
    return Observables(divergence=low, divergence_at_twice_the_noise=high, rise=high - low)


CLAIM = Claim(
    name="cai2026.circle-gap-grows-with-mismatch",
    statement=__doc__,
    source=source("section 5: the toy, as its published code has it", "paraphrased"),
    kind="empirical",
    regimes=half_of_the_noise(),
    experiment=experiment,
    prediction=AtLeast("rise", 0.05, unit="nat"),
    required=0.9,
    controls=(
        Control(
            breaks="the noise is in one modality (here: as much, half of its variance in each)",
            experiment=partial(experiment, pairs=both_noisy),
        ),
    ),
)
