r"""With the usual parametrisation, inverse temperature and bias, training ends with a relative bias near 0.

An observation of the paper's appendix D.4: of all biases at which a constellation has room, the training of t and b
ends at one near 0, although larger margins lie elsewhere.

Operational: free unit vectors, Adam at 0.03 for 1,000 steps from t = 10 and b = 0, five or six times as many pairs as
dimensions. The loss is zero in the sense of small-loss-separates, $N L < \log 2$, and the middle between matched scores
and all others within 0.1 of 0, where the other coordinate of the bias ends at 0.6 or more.
"""

import torch

from claims.bangachev2025.bias.trainings import INTERCHANGED, MOSTLY, STUDY, experiment, zero_loss
from claims.bangachev2025.paper import source
from strategies.bangachev2025.bias import crowded_pairs
from theoremcheck import AllOf, Between, Claim

CLAIM = Claim(
    name="bangachev2025.plain-bias-ends-near-zero",
    statement=__doc__,
    source=source("Appendix D.4"),
    kind="empirical",
    regimes=crowded_pairs(),
    experiment=experiment,
    prediction=AllOf((zero_loss("plain"), Between("plain_bias", -0.1, 0.1))),
    required=MOSTLY,
    controls=(INTERCHANGED,),
    dtype=torch.float64,
    study=STUDY,
)
