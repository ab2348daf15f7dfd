r"""The gap closes like $\log(t)^{-p}$ with $p = 2s^2/\kappa$: the exponent belongs to the parametrisation.

Let $\beta = e^{\nu/s}$, let $\nu$ have $\kappa$ times the learning rate of the other parameters, and let pairs stay
matched. Then $\gamma = \Theta(\log(t)^{-p})$; Theorem 3.2's exponent 2 is the case $s = \kappa = 1$.

Operational, as a trend: the local exponent $\hat p(t) = -d\log\gamma / d\log\log t$ of the extremal pairs, as a share
of p, rises along $t = 10^{16}, 10^{64}, 10^{200}$ and is within 5 % of 1 at the last. What is missing there is
$(2\log\log t + \log(\kappa(n-1)/s^2) - 2) / \log t$, 0.03 at most over these regimes. And its size is known at a
finite time: $\hat p(t) = p \log t / (b - 2)$ with $b = \alpha\beta(t)$, within 0.5 % at $t = 10^{16}$, where the error
of the clock behind it is of the order $6/b^2$, 0.3 % for b above 45.

Derived from the invariant and the late clock: a reading of late-time-clock at other s and $\kappa$. In the time s =
log(1 + t) a flow to $10^{200}$ costs little more than one to $10^{12}$.
"""

from functools import partial

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.reduced import follow
from models.yaras2025.late_times import ScaledFlow, local_exponent, local_exponent_law
from strategies.yaras2025.late_times import scaled_flows
from theoremcheck import AllOf, Baseline, Between, Claim, Control, Equals, LessThan, Observables, Streams

TIMES = torch.tensor([1e16, 1e64, 1e200], dtype=torch.float64)


def experiment(regime: ScaledFlow, streams: Streams, tied: bool = True) -> Observables:
    """Local exponents as shares of p, and at the first time beside its law; each of shape (trials,)."""
    curve = follow(regime, TIMES, regime.dynamics(tied))
    found, law = local_exponent(regime, curve, tied), local_exponent_law(regime, curve)
    first, second, third = (found / regime.exponent[:, None]).unbind(1)
    return Observables(
        share_at_1e16=first,
        share_at_1e64=second,
        share_at_1e200=third,
        exponent_at_1e16=found[:, 0],
        law_at_1e16=law[:, 0],
    )


def at_rest(regime: ScaledFlow, streams: Streams) -> Observables:
    """A gap that does not move has the exponent 0."""
    law = local_exponent_law(regime, follow(regime, TIMES, regime.dynamics(tied=True)))[:, 0]
    names = ("share_at_1e16", "share_at_1e64", "share_at_1e200", "exponent_at_1e16")
    return Observables(**dict.fromkeys(names, torch.zeros_like(law)), law_at_1e16=law)


CLAIM = Claim(
    name="yaras2025.exponent-of-the-log",
    statement=__doc__,
    source=source("Theorem 3.2 and appendix C, exponent for any scale and learning rate (derived)", "reconstructed"),
    kind="corollary",
    regimes=scaled_flows(),
    experiment=experiment,
    prediction=AllOf(
        (
            LessThan("share_at_1e16", "share_at_1e64"),
            LessThan("share_at_1e64", "share_at_1e200"),
            Between("share_at_1e200", 0.95, 1.05),
            Equals("exponent_at_1e16", "law_at_1e16", tolerance=0.005),
        )
    ),
    required=0.95,
    controls=(
        Control(
            breaks="one parameter holds both heights (here: two free ones, which halves p)",
            experiment=partial(experiment, tied=False),
        ),
    ),
    reading_of="yaras2025.late-time-clock",
    baselines=(Baseline(when="where nothing moves", experiment=at_rest),),
    dtype=torch.float64,
    trust=TRUST,
)
