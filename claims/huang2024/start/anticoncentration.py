r"""A Gaussian is seldom small: the bound of Lemma B.1.

For $x \sim N(0, \sigma^2)$ and every $c > 0$,
$$ P(|x| \le c) \le 2 \sqrt{1 - e^{-2 c^2 / (\pi \sigma^2)}}. $$
The square root alone bounds the probability (Pólya), so there is a factor 2 to spare, and a trial's share of 10,000
draws, which misses the probability by 11 % in the narrowest window, keeps the bound as well.
"""

from functools import partial

from claims.huang2024.paper import source
from models.huang2024.start.window import Window
from strategies.huang2024.start import windows
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(window: Window, streams: Streams, rectified: bool = False) -> Observables:
    """Share of the draws within the window, and the bound; shape (trials,)."""
    values = streams.normal("x", (window.draws,))
    return Observables(share=window.share(values.relu() if rectified else values), bound=window.printed_bound())


CLAIM = Claim(
    name="huang2024.anticoncentration",
    statement=__doc__,
    source=source("Lemma B.1, the bound"),
    kind="lemma",
    regimes=windows(),
    experiment=experiment,
    prediction=AtMost("share", "bound"),
    required=0.95,  # the lemma has no delta: no share ever misses by the factor 2, so this is how far draws must decide
    controls=(
        Control(
            breaks="x is not Gaussian but what a neuron returns, its positive part",
            experiment=partial(experiment, rectified=True),
        ),
    ),
)
