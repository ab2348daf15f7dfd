r"""Appendix C, prescribed temperature, as printed: $\gamma(t) = \Theta\bigl(\exp(-\int_0^t \beta e^{-\beta} ds)\bigr)$.

It does not hold: the exponent lacks a factor 2. The surrogate of $\Theta$: $-\log\gamma$ grows by the integral,
within 1 %, while the gap closes by hundreds of nats. The factor is 1, and the print right, where two parameters hold
the heights of the two modalities: each moves by its own derivative, which is half of that of a common one.
"""

from functools import partial

import torch

from claims.yaras2025.flows.scheduled_temperature_rate import experiment
from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.schedules import UNTIED, PrescribedTemperature, follow_schedule
from strategies.yaras2025.flows import prescribed_temperatures
from theoremcheck import Claim, Control, Equals, Flaw, Observables, PositiveControl, Streams, Verdict


def with_free_heights(regime: PrescribedTemperature, streams: Streams) -> Observables:
    """The same, where each modality's height is a parameter of its own; shape (trials,)."""
    return Observables(closing=regime.gap.log() - follow_schedule(regime, UNTIED), the_integral=regime.closing / 2)


CLAIM = Claim(
    name="yaras2025.scheduled-temperature-rate-as-printed",
    statement=__doc__,
    source=source("Appendix C, prescribed beta"),
    kind="proposition",
    regimes=prescribed_temperatures(),
    experiment=experiment,
    prediction=Equals("closing", "the_integral", tolerance=0.01),
    required=0.99,
    controls=(
        Control(
            breaks="the temperature is learned, not prescribed",
            experiment=partial(experiment, learned=True),
        ),
    ),
    positive_controls=(
        PositiveControl(adds="each modality's height is a parameter of its own", experiment=with_free_heights),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.WRONG_CONSTANT,
    reason="The printed equation dgamma/dt = -2 beta gamma exp(-beta (1 - gamma^2)) gives exp(-2 int beta exp(-beta)).",
    dtype=torch.float64,
    trust=TRUST,
)
