r"""Single-modal training has one clock, $\kappa t$ with $\kappa = \eta \sigma_\xi^2 d / (n m \tau)$.

The time to a small loss is $T^* = \tilde\Theta\big(\frac{m n}{\eta \sigma_\xi^2 d} (1 + \frac1\epsilon)\big)$: whatever
$\eta$, m, n and d, the loss reaches $\epsilon$ at the same $\kappa T^*$. Only s and $\tau$ move it, by $\log(1 / s)$.

Operational: $\kappa t$ at the first $L \le 0.05$, interpolated between steps, in five trainings: at a drawn point, at
half of its $\eta$, with twice its neurons, with twice its samples, and in ten times its dimension. The largest is at
most 1.15 times the least: $\mathrm{Sim} / \tau$ has to reach $\log(M / \epsilon)$, which twice the samples make a tenth
larger, and 0.05 is left for steps of finite length.

The width is 80, as narrower encoders lose samples: with n = 50 a single sample that has lost all of its neurons keeps
the mean loss at $\log(1 + M) / n = 0.065$.
"""

from dataclasses import replace

import torch

from claims.huang2024.paper import LADDER_TRUST, UNTRAINED_WITH_GRADIENTS, source
from models.huang2024.patches import TwoPatches
from models.huang2024.rates import time_to_loss
from strategies.huang2024.rates import clocks
from theoremcheck import AtMost, Claim, Control, Observables, Streams

LOSS = 0.05


def experiment(patches: TwoPatches, streams: Streams) -> Observables:
    """Times of the five trainings, shape (trials, 5), and the largest over the least, shape (trials,).

    Where one of them does not get there, the largest counts as ten times the horizon.
    """
    others = (
        patches,
        replace(patches, steps=2 * patches.steps),
        replace(patches, width=2 * patches.width),
        replace(patches, samples=2 * patches.samples),
        replace(patches, dim_ratio=10 * patches.dim_ratio),
    )
    times = torch.stack([time_to_loss(each, streams.common, LOSS) for each in others], dim=1)
    reached = (times <= torch.as_tensor(patches.horizon)[:, None]).all(dim=1)
    last = torch.where(reached, times.amax(dim=1), 10 * torch.as_tensor(patches.horizon))
    return Observables(clock=times, spread=last / times.amin(dim=1))


CLAIM = Claim(
    name="huang2024.convergence-has-one-clock",
    statement=__doc__,
    source=source("Theorem 4.2, part 1, its order of T*"),
    regimes=clocks(),
    experiment=experiment,
    prediction=AtMost("spread", 1.15),
    required=0.95,
    controls=(
        Control(
            breaks="the encoder is wide (here: m = 10 and 20, so that some samples lose all of their neurons)",
            regimes=clocks(width=10),
        ),
    ),
    baselines=(UNTRAINED_WITH_GRADIENTS,),
    trust=LADDER_TRUST,
)
