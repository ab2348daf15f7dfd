r"""Unrelated pairs push the modalities apart: the bound of Theorem 3.3, for the gap parameter.

With the rows of $H_X, H_Y$ independent and uniform on $S^{d-1}$, $a = \beta_0 (1 - \gamma_0^2)$ and $\gamma_0 > 0$,
with probability at least $1 - \delta$,
$$ 2 \frac{d\gamma}{dt} \Big|_0 \ge 4 \beta_0 \gamma_0 \Bigl[
   \frac{\xi_1 - 2 e^a \epsilon}{\xi_2 + (e^a - e^{-a}) \epsilon} - 2 \epsilon \Bigr],
   \qquad \epsilon = \sqrt{\frac{\log((4n+1)/\delta)}{2n}}. $$
This is what the printed proof establishes; the theorem states it for the gap $\Delta$ in place of $2 \gamma$.
"""

from functools import partial

import torch

from claims.yaras2025.paper import source
from models.yaras2025.initialisation.rows import Pairing, matched_rows, unrelated_rows
from models.yaras2025.initialisation.speeds import gap_parameter_speed
from models.yaras2025.initialisation.start import Initialisation
from strategies.yaras2025.initialisation import bounded_starts
from theoremcheck import AtLeast, Claim, Control, Observables, Streams

DELTA = 0.05


def experiment(start: Initialisation, streams: Streams, pairing: Pairing = unrelated_rows) -> Observables:
    """Twice the speed of the gap parameter, the theorem's bound, and the limit for large n; shape (trials,)."""
    speed = 2 * gap_parameter_speed(start, pairing(start, streams))
    limit = 4 * start.inverse_temperature * start.gap_parameter * start.softmax_mean()
    return Observables(speed=speed, bound=start.printed_bound(DELTA), limit=limit)


CLAIM = Claim(
    name="yaras2025.gap-parameter-grows",
    statement=__doc__,
    source=source("Theorem 3.3, as its proof establishes it", "reconstructed"),
    regimes=bounded_starts(),
    experiment=experiment,
    prediction=AtLeast("speed", "bound", unit="per unit time"),
    required=1 - DELTA,
    controls=(
        Control(breaks="the pairs are matched, not unrelated", experiment=partial(experiment, pairing=matched_rows)),
    ),
    repairs="yaras2025.gap-grows-as-printed",
    dtype=torch.float64,
)
