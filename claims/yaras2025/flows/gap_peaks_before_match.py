r"""Lemma B.1(a) along the flow: the gap opens only while some pair is mismatched (consequence, derived).

If $z_i = \max_j z_j$ then $\mu_i(z, a) = z_i - \langle z, \mathrm{softmax}(az) \rangle \ge 0$ for all
$a \ge 0$. So perfectly matched pairs, $\alpha(Z) > 0$, have $g_a(Z) \ge 0$: gap and temperature fall. A gap
that rises shows a mismatch, and its last maximum comes no later than the time from which on all pairs are
matched.

Features start at random. Some gaps (about one in eight) pass through 1, where the embedding ends: the flow
leaves the theorem's set and never matches the pairs. Such draws are kept, and checked up to that point: their
gap, too, may rise only while pairs are mismatched. Random features are mismatched at first, so a gap has to rise at
some time: one that never does would say nothing, and fails; it is recorded as 2, the largest margin there is.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.free_features import FreeFeatures, follow_features
from models.yaras2025.flows.loss import margin, mean_margin
from models.yaras2025.flows.reduced import log_times
from strategies.yaras2025.flows import mismatched_features
from theoremcheck import AtMost, Baseline, Claim, Control, Observables, Streams


def experiment(regime: FreeFeatures, streams: Streams, match: Callable[[Tensor], Tensor] = margin) -> Observables:
    """Best match at both ends of a step in which the gap rises; also what became of the draw; shape (trials,)."""
    curve = follow_features(regime.draw(streams), regime.beta, regime.gap, log_times(0.01, 1e3, 60), regime.tolerance)
    matched = match(curve.cosines)
    rises = (curve.log_gap.diff() > 0) & (curve.log_gap[:, 1:] < 0)
    both_ends = torch.minimum(matched[:, 1:], matched[:, :-1])
    return Observables(
        match_while_rising=torch.where(rises.any(dim=1), torch.where(rises, both_ends, -2.0).amax(dim=1), 2.0),
        rose=rises.any(dim=1).double(),
        left_through_one=(curve.log_gap > 0).any(dim=1).double(),
        final_match=matched[:, -1],
    )


def at_rest(regime: FreeFeatures, streams: Streams) -> Observables:
    """A gap that never rises."""
    return Observables(match_while_rising=torch.full_like(regime.gap, 2.0))


CLAIM = Claim(
    name="yaras2025.gap-peaks-before-match",
    statement=__doc__,
    source=source("Lemma B.1(a), its consequence for the flow (derived)", "reconstructed"),
    kind="corollary",
    regimes=mismatched_features(),
    experiment=experiment,
    prediction=AtMost("match_while_rising", 0.0),
    required=0.95,
    controls=(
        Control(
            breaks="pairs match on average, not each against every other",
            experiment=partial(experiment, match=mean_margin),
        ),
    ),
    baselines=(Baseline(when="where nothing moves", experiment=at_rest),),
    dtype=torch.float64,
    trust=TRUST,
)
