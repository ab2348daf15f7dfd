r"""Unrelated pairs enlarge the modality gap: Theorem 3.3 as printed.

With the rows of $H_X, H_Y$ independent and uniform on $S^{d-1}$, $a = \beta_0 (1 - \gamma_0^2)$ and $\gamma_0 > 0$,
with probability at least $1 - \delta$,
$$ \frac{d\Delta}{dt} \Big|_0 \ge 4 \beta_0 \gamma_0 \Bigl[
   \frac{\xi_1 - 2 e^a \epsilon}{\xi_2 + (e^a - e^{-a}) \epsilon} - 2 \epsilon \Bigr],
   \qquad \epsilon = \sqrt{\frac{\log((4n+1)/\delta)}{2n}}. $$
The theorem allows every $\gamma_0 > 0$, and so does the regime. Features are free (the rows are the parameters).

For $\gamma_0$ well above $n^{-1/2}$ the proof's last step costs little: the factor $2\gamma_0/\Delta$ is about
$1 - |m|^2/8\gamma_0^2$ with $|m|^2$ about $2/n$, 0.976 at $\gamma_0 = 0.05$ and n = 4,096; the bound leaves more room.
"""

from functools import partial

import torch

from claims.yaras2025.paper import source
from models.yaras2025.initialisation.rows import Pairing, matched_rows, unrelated_rows
from models.yaras2025.initialisation.speeds import gap_speed
from models.yaras2025.initialisation.start import Initialisation
from strategies.yaras2025.initialisation import bounded_starts, small_gaps
from theoremcheck import AtLeast, Claim, Control, Observables, PositiveControl, Streams
from theoremcheck.vocabulary import Flaw, Verdict

DELTA = 0.05


def experiment(start: Initialisation, streams: Streams, pairing: Pairing = unrelated_rows) -> Observables:
    """Speed of the gap, what the theorem bounds it by, and twice the speed of the gap parameter; shape (trials,)."""
    gap, gap_parameter = gap_speed(start, pairing(start, streams))
    return Observables(speed=gap, bound=start.printed_bound(DELTA), twice_gap_parameter_speed=2 * gap_parameter)


CLAIM = Claim(
    name="yaras2025.gap-grows-as-printed",
    statement=__doc__,
    source=source("Theorem 3.3"),
    regimes=small_gaps(),
    experiment=experiment,
    prediction=AtLeast("speed", "bound", unit="per unit time"),
    required=1 - DELTA,
    controls=(
        Control(breaks="the pairs are matched, not unrelated", experiment=partial(experiment, pairing=matched_rows)),
    ),
    positive_controls=(
        PositiveControl(adds="gamma_0 is well above n^(-1/2) = 1/64 (here: 0.05 to 0.95)", regimes=bounded_starts()),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.MISSING_CONDITION,
    reason=(
        "The proof ends with d(Delta)/dt >= 2 d(gamma)/dt 'because Delta >= 2 gamma', but an inequality between two "
        "functions says nothing of their slopes. Exactly, Delta^2 = (1 - gamma^2) |m|^2 + 4 gamma^2, so d(Delta)/dt is "
        "about (2 gamma / Delta) * 2 d(gamma)/dt: smaller, and below the bound once gamma_0 is far below n^(-1/2), the "
        "distance |m| of two unrelated means."
    ),
    dtype=torch.float64,
)
