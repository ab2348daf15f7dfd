r"""The comparison inside Theorem 3.2: of all pairs matched by a margin $\alpha$, the extremal ones close the gap first.

Let $\alpha$ be the least margin along the flow, and $\beta_0 \ge \frac{\log(4(n-1))}{\alpha(1-\gamma_0^2)}$. Then
$$ \gamma(t) \ge \bar\gamma(t) \quad\text{for all } t, \qquad
   \frac{d}{dt}\log\bar\gamma = -2\bar\beta\,\frac{\alpha}{1 + e^{\bar a\alpha}/(n-1)}, $$
where $\bar\gamma, \bar\beta$ start at $\gamma_0, \beta_0$ and follow the flow of pairs whose other cosines all
lie exactly $\alpha$ below. It follows from Lemma B.1(b) and the invariant (derived), and is sharper than the
bound the paper draws from it.

Both modalities start at the same random features, which the full flow then moves. A gap that stood still would
dominate too, as the baseline does: the claim says nothing of how near the two come.
"""

import torch

from claims.yaras2025.paper import TRUST, source
from models.yaras2025.flows.free_features import MatchedFeatures, follow_features
from models.yaras2025.flows.loss import margin
from models.yaras2025.flows.reduced import UniformMargin, follow, least_beta, log_times
from strategies.yaras2025.flows import matched_features
from theoremcheck import Baseline, Claim, Control, NeverBelow, Observables, Streams


def experiment(regime: MatchedFeatures, streams: Streams) -> Observables:
    """Gap of the features and of the comparator, shape (trials, 20); share of the margin that was kept, (trials,)."""
    x, y = regime.draw(streams)
    initial = margin(x @ y.mT)
    pairs = torch.full_like(regime.gap, regime.pairs)
    beta = regime.threshold_multiple * least_beta(pairs, initial, regime.gap)
    times = log_times(0.01, 1e8, 20)
    curve = follow_features((x, y), beta, regime.gap, times, regime.tolerance)
    least = torch.minimum(initial, margin(curve.cosines).min(dim=1).values)
    comparator = UniformMargin(pairs, least, regime.gap, beta / least_beta(pairs, least, regime.gap), regime.tolerance)
    return Observables(gap=curve.gap, comparator=follow(comparator, times).gap, margin_kept=least / initial)


def at_rest(regime: MatchedFeatures, streams: Streams) -> Observables:
    """The comparator, and a gap that stands still beside it."""
    followed = experiment(regime, streams)
    return Observables(followed | {"gap": regime.gap[:, None].expand_as(followed["gap"])})


CLAIM = Claim(
    name="yaras2025.gap-dominates-comparator",
    statement=__doc__,
    source=source("Theorem 3.2, comparison in its proof (sharpened, derived)", "reconstructed"),
    kind="corollary",
    regimes=matched_features(),
    experiment=experiment,
    prediction=NeverBelow(
        "gap", "comparator", slack=1e-5, because="equal at t = 0; ten thousand tolerances of the two integrations"
    ),
    required=0.95,
    controls=(
        Control(
            breaks="the inverse temperature starts at a tenth to a fifth of the theorem's threshold",
            regimes=matched_features(min_threshold_multiple=0.1, max_threshold_multiple=0.2),
        ),
    ),
    baselines=(Baseline(when="where nothing moves", experiment=at_rest),),
    dtype=torch.float64,
    trust=TRUST,
)
