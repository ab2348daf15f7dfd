r"""In multi-modal stage 1 each of a neuron's two signals by itself grows like half of their sum.

With $A_r = \gamma_r + \langle w_r(0), \mu \rangle$, $a_r = A_r$, $b_r = \tilde A_r / C_\mu$ and
$g = C_\mu \eta \|\mu\|^2 / (m \tau)$, in the direction of the sign of $S_r = (a_r + b_r)(0)$ and with
$D_r = (a_r - b_r)(0)$, both $a_r(t)$ and $b_r(t)$ are at least
$$ \tfrac12 \big( (1 + 0.48\, g)^t |S_r| - (1 - 0.48\, g)^t |D_r| \big) $$
and at most the same with 0.52 in the first power and a plus before the second. In print the factor ½ is missing, and a
$-1$ stands in place of the last term, which leaves nothing to be said in stage 1, where all signals are below 1. The
form is reconstructed; that the print lacks the one and has the other was read. Derived: on the plateau
$a' = b' = \frac g2 \frac M{M + 1} (b, a)$, so that the sum grows and the difference decays.

Operational: at eight times up to the end of stage 1, for all but one of 50 neurons at least; 0.97 lies between 48 and
49 of them. It is asked where the lower bound is nearest, at n = 50: there $\frac12 \frac M{M + 1} = 0.4808$, and 0.48
is left with no room at smaller n. Cross-talk moves a product by 1 % of its spread at most (Lemma C.3), which only
neurons notice that have both $S_r$ and $D_r$ of that size.
"""

import torch

from claims.huang2024.paper import TRUST, UNTRAINED, source
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.proof_steps.one_by_one import within_bounds
from models.huang2024.recursion import multi_modal
from models.huang2024.stage_one import recorded
from strategies.huang2024.stage_one import multi_modal_stages
from theoremcheck import AtLeast, Claim, Control, Observables, Streams, log_uniform

SAMPLES = 50


def experiment(patches: TwoPatches, streams: Streams) -> Observables:
    """Share of the neurons both of whose signals stay within their bounds, shape (trials,)."""
    states = recorded(multi_modal, patches, two_modalities(patches, streams))
    return Observables(within=within_bounds(states, patches).to(streams.dtype).mean(dim=1))


CLAIM = Claim(
    name="huang2024.each-signal-grows-with-both",
    statement=__doc__,
    source=source("Lemma D.4, eqs. 43 and 44 (corrected, derived)", "reconstructed"),
    kind="lemma",
    regimes=multi_modal_stages(samples=SAMPLES),
    experiment=experiment,
    prediction=AtLeast("within", 0.97),
    required=0.95,  # as for the other lemmas: a constant delta in place of the printed one
    controls=(
        Control(
            breaks="the coefficients are small (here: training goes on until they are 500 times as large)",
            regimes=multi_modal_stages(samples=SAMPLES, reach=50.0),
        ),
        Control(
            breaks="the dimension is at least n / (sigma_0 sigma_xi) (here: n^2 to 1.5 n^2, which is far less)",
            regimes=multi_modal_stages(samples=SAMPLES, least_dim=0.0, dim_ratio=log_uniform(1.0, 1.5)),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    dtype=torch.float64,
)
