r"""Negatives of the other label agree little with the multi-modal reference.

$$ \langle \nabla F_j, W^* \rangle \le \log\frac{2M}{\epsilon} \quad \text{for all i and j with } y_j \ne y_i , $$
where $F_j = \mathrm{Sim}_{h,g}(x_i, \tilde x_j) / \tau$, or the same from the second modality, and
$$ w^*_r = w_r(0) + 2 \tau \log\frac{2M}{\epsilon}\, \mathrm{sign}\langle w_r(0), \mu \rangle \frac{\mu}{\|\mu\|^2} . $$
Once the r-th neurons of both networks have one sign, none that is active on $y_i \mu$ responds to $y_j \tilde\mu$, and
only cross-talk is left: about a tenth of the bound at most. A negative of the same label would meet all of the signal.

Asked at the last step, at $\epsilon = 0.01$, of the pair and the network with the largest product, where the loss is
$\epsilon$ or less.
"""

from claims.huang2024.lemmas.references import LOSS_IS_SMALL, observe_multi_modal, observe_same_label_negatives
from claims.huang2024.paper import TRUST, UNTRAINED, source
from strategies.huang2024.lemmas import late_stages
from theoremcheck import AllOf, AtMost, Claim, Control

CLAIM = Claim(
    name="huang2024.multi-modal-negatives-agree-little",
    statement=__doc__,
    source=source("Lemma D.13, second part"),
    kind="lemma",
    regimes=late_stages(),
    experiment=observe_multi_modal,
    prediction=AllOf((AtMost("slope", 1.0, unit="of the bound"), LOSS_IS_SMALL)),
    required=0.95,
    controls=(
        Control(
            breaks="negatives have the other label (here: all other samples are negatives)",
            experiment=observe_same_label_negatives,
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
)
