r"""Where $\beta_0 (1 - \gamma_0^2) > a^*$, mismatched pairs leave a wider gap than they started with.

A reading of `yaras2025.learned-temperature-freezes-the-gap` (ours): along the flow $\gamma$ rises exactly as long as
$\beta(1-\gamma^2)$ lies above $a^*$. So a low enough temperature turns training into what opens the gap, and the line
between the two is $\gamma_0^2 = 1 - a^*/\beta_0$.

Operational: at least 5 % above the line the gap parameter at the end is the larger one; as far below it is the smaller
one (the control).
"""

import torch

from claims.yaras2025.mismatch.flows_of_tied_pairs import TRUST, with_learned_temperature
from claims.yaras2025.paper import source
from strategies.yaras2025.mismatch import cold_starts, warm_starts
from theoremcheck import Claim, Control, LessThan

CLAIM = Claim(
    name="yaras2025.mismatch-widens-a-cold-gap",
    statement=__doc__,
    source=source("section 3, on mismatched pairs (ours: derived)", "reconstructed"),
    kind="proposition",
    regimes=cold_starts(),
    experiment=with_learned_temperature,
    prediction=LessThan("gap_at_the_start", "gap"),
    required=0.95,
    controls=(Control(breaks="the start lies above the line (here: 5 % or more below it)", regimes=warm_starts()),),
    reading_of="yaras2025.learned-temperature-freezes-the-gap",
    trust=TRUST,
    dtype=torch.float64,
)
