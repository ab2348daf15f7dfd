r"""The probability that a Gaussian is small, Lemma B.1's equality as printed.

For $x \sim N(0, \sigma^2)$ and $c > 0$,
$$ P(|x| \le c) = 2\, \mathrm{erf}\Bigl( \frac{c}{\sqrt2 \sigma} \Bigr). $$
A trial measures the share of 10,000 draws from this value, in binomial standard errors. It is that of x given that
$|x| \le 0.6745\, \sigma$, its median modulus: a condition of probability 1/2.
"""

from functools import partial

from scipy.special import ndtri

from claims.huang2024.paper import source
from models.huang2024.start.window import Draw, Window, central_half, laplace
from strategies.huang2024.start import windows
from theoremcheck import AtMost, Claim, Control, Flaw, Observables, PositiveControl, Streams, Verdict

QUANTILE = float(ndtri(1 - 0.001 / 2))
"""Exceeded by a normal score, on either side, with probability 0.001: 3.29."""


def experiment(window: Window, streams: Streams, draw: Draw = Streams.normal) -> Observables:
    """Absolute score of the share of draws within the window, shape (trials,)."""
    share = window.share(draw(streams, "x", (window.draws,)))
    return Observables(share=share, score=window.score(share, 2 * window.gaussian_probability()).abs())


CLAIM = Claim(
    name="huang2024.gaussian-window-as-printed",
    statement=__doc__,
    source=source("Lemma B.1, the equality"),
    kind="lemma",
    regimes=windows(),
    experiment=experiment,
    prediction=AtMost("score", QUANTILE, unit="standard errors"),
    required=0.95,
    controls=(Control(breaks="x is Laplace, not Gaussian", experiment=partial(experiment, draw=laplace)),),
    positive_controls=(
        PositiveControl(
            adds="|x| is at most its median, 0.6745 sigma", experiment=partial(experiment, draw=central_half)
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.MISPRINT,
    reason="The factor 2 is spurious: the probability would exceed 1 for c > 0.68 sigma.",
)
