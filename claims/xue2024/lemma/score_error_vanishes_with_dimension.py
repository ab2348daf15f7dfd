r"""The score of a noisy image and a noisy caption comes near the cross-covariance as samples and dimensions grow.

Lemma 3.2 says that the similarity of an image with latent $\mu'$ and a caption with latent $\mu''$ is approximately
$\frac1\rho \mu'^T C \mu''$. Three things must vanish for that: the statistical error, $n^{-1/2}$; what encoders
narrower than the latents leave out; and the noise of the query itself, $\sigma_\xi / \sqrt d$, which no number of
samples removes. The paper's "approximately" names no rate that was read.

Operational, in data model 1 with p = 4, along (n, d) = (100, 8), (400, 32), (1600, 128): the error of $\rho$ times the
score, relative and root mean square over independent images and captions from P* (exactly, by second moments) and over
8 training sets, falls with a slope of -0.4 or less. From $\sigma_\xi = 0.5$ on the noise can be seen to stay where d
does.
"""

from dataclasses import replace
from functools import partial

from claims.xue2024.lemma.ladder import more_samples_and_dimensions, observe
from claims.xue2024.paper import REQUIRED, falls_like_root_n, source
from models.xue2024.intra_class.model import IntraClass
from models.xue2024.lemma import at_random, query_error
from strategies.xue2024.lemma import growing_dimension
from theoremcheck import Baseline, Claim, Control, Observables, Scale, Streams

HELD = 32
"""d of the middle rung, at all of them."""


def in_one_dimension(model: IntraClass, streams: Streams) -> Observables:
    """The same numbers of pairs, all in the same dimension."""
    return observe(replace(model, dim=HELD), streams, error=query_error)


CLAIM = Claim(
    name="xue2024.score-error-vanishes-with-dimension",
    statement=__doc__,
    source=source("Lemma 3.2, with n and d growing together and its rate (derived)"),
    kind="lemma",
    regimes=growing_dimension(),
    scale=Scale("samples", factors=(1, 4, 16), grow=more_samples_and_dimensions),
    experiment=partial(observe, error=query_error),
    prediction=falls_like_root_n("error"),
    required=REQUIRED,
    controls=(
        Control(
            breaks="the dimension grows with the samples (here: d = 32 on every rung)", experiment=in_one_dimension
        ),
    ),
    baselines=(Baseline(when="before training", experiment=partial(observe, error=query_error, learn=at_random)),),
    reading_of="xue2024.score-is-the-cross-covariance",
)
