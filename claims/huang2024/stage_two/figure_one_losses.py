r"""In the paper's synthetic experiment both losses fall to about 0 in 200 epochs.

n = 100, d = 2000, m = 50, learning rate 0.01, $\mu = 5 e_1$, $\tilde\mu = 15 e_2$, $\sigma_\xi = 1$,
$\sigma_\epsilon = 0.1$. The paper gives neither start nor temperature, nor does it say whether similarities are
divided by m; of the readings tried, only a sum over neurons at $\tau = 1$, from $\sigma_0 = 0.001$, fits the axes of
its Figure 1, and it is this reconstruction that is run.

Operational: the larger of the two losses is at most 0.1 at the end, about a hundredth of the figure's axis (0 to 8).
"""

from claims.huang2024.paper import UNTRAINED, source
from claims.huang2024.stage_two.figure import EXPERIMENT, FIGURE, observe
from strategies.huang2024.stage_two import figure_one
from theoremcheck import AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.figure-one-losses",
    statement=__doc__,
    source=source("Section 6, Figure 1 (start, temperature and scale reconstructed)", "reconstructed"),
    kind="empirical",
    regimes=EXPERIMENT,
    experiment=observe,
    prediction=AtMost("loss", 0.1, unit="nat"),
    required=0.95,
    controls=(
        Control(
            breaks="similarities are sums over neurons (here: means, as in the paper's formulas)",
            regimes=figure_one(temperature=1.0),
        ),
    ),
    baselines=(UNTRAINED,),
    study=FIGURE,
)
