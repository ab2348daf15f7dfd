r"""The median lies within one standard deviation of the mean.

For every law with mean $\mu$, standard deviation $\sigma < \infty$ and median $m$,
$$ |\mu - m| \le \sigma. $$
Proof: $|\mu - m| \le E|X - m| \le E|X - \mu| \le \sigma$, since a median minimises $E|X - c|$.
"""

import torch
from theoremcheck import AtMost, Claim, Control, Observables, Source, Streams

from textbook_rules.laws import DiscreteLaw, discrete_laws, draw


def experiment(law: DiscreteLaw, streams: Streams, level: float = 0.5) -> Observables:
    """One law a trial; how far its quantile lies from its mean."""
    drawn = draw(law, streams)
    distance = (drawn.mean() - drawn.quantile(level)).abs()
    return Observables(distance=distance, deviation=drawn.deviation())


def upper_decile(law: DiscreteLaw, streams: Streams) -> Observables:
    """The control: nine tenths of the mass below, instead of a half."""
    return experiment(law, streams, level=0.9)


CLAIM = Claim(
    name="hotelling1932.median-within-one-deviation",
    statement=__doc__,
    source=Source(
        "Hotelling and Solomons 1932",
        item="The limits of a measure of skewness; stated from memory, with a short proof",
        exactness="reconstructed",
    ),
    kind="theorem",
    regimes=discrete_laws(),
    experiment=experiment,
    prediction=AtMost("distance", "deviation"),
    required=0.99,  # the theorem says always; no finite number of draws supports that
    controls=(Control(breaks="the quantile is that of one half", experiment=upper_decile),),
    dtype=torch.float64,
)
