r"""In multi-modal stage 1 what a neuron sees of a class grows no faster than noise does.

Let $B_{++}(t)$ be the sum of $\Psi_{ri}(t) = \langle w_r(0), \xi_i \rangle + \rho_{ri}(t)$ over the samples with
$y_i = 1$ that are active in both modalities at the start, $B_{+-}(t)$ that over those active in the first alone. For
every neuron
$$ B_{++}(t) \le \Big( 1 + \frac{1.05\, \eta \sigma_\xi^2 d}{n m \tau} \Big)^t B_{++}(0) , \qquad
   B_{+-}(t) \le B_{+-}(0) . $$
The factor $\sigma_\xi^2 d$ is lost in print. Activity is taken at the start: with that of the moment $B_{+-}$ gains the
pairs that the second modality has switched off, and in some neurons it rises.

Operational: n = 400 in place of $1{,}280{,}000 \log(4 / \delta)$. What n has to do is to make the sums of both
modalities nearly equal; at n = 200 one in a hundred neurons has a second sum so large that it breaks the bound.
Stage 1 has to take place: the largest coefficient reaches 0.005 at least. The other lemmas of stage 1 ask for 0.025; in
16 steps $(1 + g)^{16}$ falls short of $e^{16 g}$ by up to five, at $16 g = \log(0.1 / 2.5 \cdot 10^{-5}) = 8.3$ for the
smallest start.
"""

import torch

from claims.huang2024.paper import TRUST, UNTRAINED, source
from claims.huang2024.stage_one.trajectory import MANY_SAMPLES, STAGES, observe_class_sums
from strategies.huang2024.stage_one import REACH, many_sample_stages
from theoremcheck import AllOf, AtLeast, AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.class-sums-grow-with-noise",
    statement=__doc__,
    source=source("Lemma D.8, with the lost factor sigma_xi^2 d (corrected)", "reconstructed"),
    kind="lemma",
    regimes=MANY_SAMPLES,
    experiment=observe_class_sums,
    prediction=AllOf((AtMost("repaired", 1.0), AtLeast("largest", REACH / 20))),
    required=0.95,  # 1 - delta with a constant delta
    controls=(
        Control(breaks="n is large, 1,280,000 log(4 / delta) in print (here: 20)", regimes=many_sample_stages(20)),
    ),
    baselines=(UNTRAINED,),
    repairs="huang2024.class-sums-grow-as-printed",
    trust=TRUST,
    dtype=torch.float64,
    study=STAGES,
)
