r"""The phase diagram over $(c, C_\mu)$: noise serves the samples below c = 2 and $C_\mu c = 2$, the signal above.

With $c = n\,\mathrm{SNR}^2$ and $\kappa$ the growth of memorised noise in a step, the signal grows by $\kappa c / 2$ in
single-modal and by $\kappa C_\mu c / 2$ in multi-modal training. From a start $s \to 0$ the faster of the two wins the
race to order one, and what it has served by then is not learned twice. So the constants that the theorems leave open,
$n\,\mathrm{SNR}^2 = \Theta(1)$ and $C_\mu \ge 2.66$, are the two lines c = 2 and $C_\mu c = 2$: between them, for
$c < 2 < C_\mu c$, only two modalities learn the signal.

At a finite start each line is a band: the law says which side wins where $|e(C)| \log\frac1s$, $e(C) = (C/2 - 1) /
\max\{C/2, 1\}$, exceeds $\frac12 \log n + \log 4$ - the signal's smaller start, and the best placed pair's larger one.
Inside the band nothing is claimed; at $s = 10^{-12}$ it is $1.76 < C < 2.28$.

Operational: c and $C_\mu$ are drawn over the plane; at the end of training, in both arms at once, the signal's part in
a sample's similarity to its positive is more than the noise's exactly for C > 2.
"""

from claims.huang2024.diagram.sweep import DIAGRAM, NO_SMALL_START, NOISIER, PLANE, SOURCE, TRUST, observe
from claims.huang2024.paper import UNTRAINED
from theoremcheck import AtLeast, Claim

CLAIM = Claim(
    name="huang2024.phase-diagram",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=PLANE,
    experiment=observe,
    prediction=AtLeast("agreement", 0.0),
    required=0.95,  # 1 - delta with a constant delta, as for the lemmas
    controls=(NOISIER,),
    weakenings=(NO_SMALL_START,),
    baselines=(UNTRAINED,),
    reading_of="huang2024.phases-change-on-one-curve",
    trust=TRUST,
    study=DIAGRAM,
)
