r"""Under lasting mismatch a learned temperature freezes the gap: it does not close, not even like $1/\log(t)^2$.

Ours; it completes Theorem 3.2, whose bound $\Omega(1/\log(t)^2)$ needs a margin that lasts, so matched pairs. With a
share $\epsilon$ of wrong pairs the loss is least on a whole curve, $\beta(1-\gamma^2) = a^*$ (a^* as in
`yaras2025.gap-at-fixed-temperature-under-mismatch`), and the flow ends on it. What Lemma 3.1 conserves picks the point:
$\gamma_\infty$ solves
$$ \beta_0 \sqrt{\gamma_0/\gamma}\; e^{(\gamma^2 - \gamma_0^2)/4}\, (1 - \gamma^2) = a^* . $$

Operational: the flow of temperature, gap and free features in dimension K - 1, from near a simplex, ends within 0.01 of
$\gamma_\infty$. Measured before, by another integrator: 40 of 40, 0.004 at the worst, and over the last decade of the
time, its last nine tenths, nothing moves by more than 8e-4.
"""

from functools import partial

import torch

from claims.yaras2025.mismatch.flows_of_tied_pairs import AT_REST, TRUST, at_the_start, with_learned_temperature
from claims.yaras2025.paper import source
from strategies.yaras2025.mismatch import learned_temperatures
from theoremcheck import Baseline, Claim, Control, Equals

CLAIM = Claim(
    name="yaras2025.learned-temperature-freezes-the-gap",
    statement=__doc__,
    source=source("Theorem 3.2 without its lasting margin (ours: derived)", "reconstructed"),
    kind="proposition",
    regimes=learned_temperatures(),
    experiment=with_learned_temperature,
    prediction=Equals("gap", "closed_form", tolerance=0.01, relative=False),
    required=0.95,
    controls=(
        Control(
            breaks="a share of the pairs is wrong for good (here: none)",
            experiment=partial(with_learned_temperature, matched=True),
        ),
        Control(
            breaks="the temperature is learned (here: fixed)",
            experiment=partial(with_learned_temperature, dynamics=AT_REST),
        ),
    ),
    baselines=(Baseline(when="where nothing moves", experiment=partial(at_the_start, learned=True)),),
    trust=TRUST,
    dtype=torch.float64,
)
