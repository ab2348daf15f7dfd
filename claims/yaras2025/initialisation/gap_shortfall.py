r"""By how much the modality gap grows more slowly than twice its parameter.

With the rows of $H_X, H_Y$ independent and uniform on $S^{d-1}$, at t = 0 and with free features,
$$ 1 - \frac{\Delta'}{2 \gamma'} = \frac{1 + \gamma_0^2}{4 \gamma_0^2\, n} \cdot \frac{\chi^2_d}{d} \,
   \bigl( 1 + O(1/n) \bigr). $$
The chi-square is $\frac{n d}{2} \|m\|^2$, from the difference $m$ of the two means; its mean is d. Derived: from
$\Delta^2 = (1 - \gamma^2) \|m\|^2 + 4 \gamma^2$, $\Delta' / 2\gamma' = (1 - \frac14 \|m\|^2)\, 2 \gamma / \Delta$ plus
what the rows' own motion adds, a share $O(1/n)$ of the rest. So $\Delta' \ge 2 \gamma'$, the last step of the printed
proof of Theorem 3.3, fails unless $\|m\|$ almost vanishes by chance.
"""

from functools import partial

import torch

from claims.yaras2025.paper import source
from models.yaras2025.initialisation.rows import Pairing, cone_rows, unrelated_rows
from models.yaras2025.initialisation.speeds import gap_speed
from models.yaras2025.initialisation.start import Initialisation
from strategies.yaras2025.initialisation import sizeable_gaps
from theoremcheck import Between, Claim, Control, Observables, Streams

TAIL = 0.0005
"""The level leaves [TAIL, 1 - TAIL] with probability 0.001."""


def experiment(start: Initialisation, streams: Streams, pairing: Pairing = unrelated_rows) -> Observables:
    """The shortfall, and its level in the chi-square law, uniform on (0, 1) if the law holds; shape (trials,)."""
    gap, gap_parameter = gap_speed(start, pairing(start, streams))
    shortfall = 1 - gap / (2 * gap_parameter)
    chi_square = start.dim * shortfall / start.limiting_shortfall()
    level = torch.special.gammainc(torch.full_like(chi_square, start.dim / 2), chi_square.clamp(min=0) / 2)
    return Observables(shortfall=shortfall, level=level)


CLAIM = Claim(
    name="yaras2025.gap-shortfall",
    statement=__doc__,
    source=source("Theorem 3.3, last step of the proof (derived)", "reconstructed"),
    kind="proposition",
    regimes=sizeable_gaps(),
    experiment=experiment,
    prediction=Between("level", TAIL, 1 - TAIL),
    required=0.95,  # in the limit 0.999; the room lets a finite number of draws decide
    controls=(
        Control(
            breaks="the rows are not uniform: each modality has a mean of its own",
            experiment=partial(experiment, pairing=partial(cone_rows, offset=0.3)),
        ),
    ),
    dtype=torch.float64,
)
