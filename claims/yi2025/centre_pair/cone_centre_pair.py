r"""In two cones that span all of the space, the centre pair's loss is least where the centres coincide: Theorem 2.

X and Y are independent samples of $\mathrm{vMF}(c_x, \kappa_x)$ and $\mathrm{vMF}(c_y, \kappa_y)$ on $S^{h-1}$, and a
pair stands at $(c_x, c_y)$. For fixed $\kappa_x, \kappa_y > 0$, with $\nu = h/2 - 1$ and
$M_\kappa(w) = \sqrt{\kappa^2 + 2\kappa w/\tau + 1/\tau^2}$,
$$ \lim_{N \to \infty} L^c_{MCL} - 2 \log N = J(c_x \cdot c_y; \kappa_y) + J(c_x \cdot c_y; \kappa_x)
   \ge J(1; \kappa_y) + J(1; \kappa_x), $$
$$ J(w; \kappa) = -\frac w\tau + \log \frac{I_\nu(M_\kappa(w))}{M_\kappa(w)^\nu}
   - \log \frac{I_\nu(\kappa)}{\kappa^\nu}, $$
with equality only at a gap of 0. Asked is the strict inequality, at 60 angles from 0.01 to $\pi$; a loss is shown as
the perplexity $e^L$, in units of $N^2$.

The theorem does not say that J falls all the way from $w = -1$ to 1, and it need not. The control has a share of the
centre pairs matched that is a tenth below the least at which a gap of 0 is a local minimum
(zero-gap-needs-matched-centres).
"""

from functools import partial
from math import pi

import torch

from claims.yi2025.paper import source
from models.yi2025.centre_pair import ConeCentres
from strategies.yi2025.centre_pair import cone_centres
from theoremcheck import Claim, Control, LessThan, Observables, Streams

SMALLEST, ANGLES = 0.01, 60
"""Radians, and how many; each is the last one times 1.10."""


def experiment(regime: ConeCentres, streams: Streams, share: float | None = None) -> Observables:
    """Perplexities of the centre pair at a gap of 0 and, the least, at all other angles; shape (trials,).

    Args:
        regime: Regimes.
        streams: Of no use: nothing is random.
        share: Share of matched centre pairs, in units of the least that keeps a gap of 0 a local minimum; all by
            default.
    """
    steps = torch.arange(ANGLES, dtype=streams.dtype, device=streams.device) / (ANGLES - 1)
    cosines = (SMALLEST * (pi / SMALLEST) ** steps).cos().expand(streams.trials, -1)
    matched = 1.0 if share is None else share * regime.least_matched()
    together, apart = (regime.loss(w, matched).exp() for w in (torch.ones_like(cosines[:, :1]), cosines))
    return Observables(perplexity_at_gap_zero=together[:, 0], least_perplexity_elsewhere=apart.amin(dim=-1))


CLAIM = Claim(
    name="yi2025.cone-centre-pair",
    statement=__doc__,
    source=source("Theorem 2"),
    regimes=cone_centres(),
    experiment=experiment,
    prediction=LessThan("perplexity_at_gap_zero", "least_perplexity_elsewhere"),
    required=0.99,  # always
    controls=(
        Control(
            breaks="the centre pair is matched (here: in nine tenths of the share that a zero gap needs)",
            experiment=partial(experiment, share=0.9),
        ),
    ),
    dtype=torch.float64,
)
