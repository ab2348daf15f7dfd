r"""On two hyperplanes the centre pair's loss is least where both centres are orthogonal to C: Theorem 3 as printed.

Hyperplanes A, B of $\mathbb R^h$ with $C = A \cap B$ have the angle $\varphi$, $0 < \varphi_{\min} \le \varphi < \pi/2$
(Definition 5); $x_i \in S_X \setminus C$ are iid samples of $\mathrm{vMF}(c_x, \kappa_x)$ and
$y_i \in S_Y \setminus C$ of $\mathrm{vMF}(c_y, \kappa_y)$. "Suppose there exists an index i = c such that $x_c = c_x$,
$y_c = c_y$", and "assume that $c_x, c_y \notin C$ with $c_x \cdot c_y > 0$. For any fixed $\kappa_x, \kappa_y > 0$, it
holds that"
$$ \lim_{N \to \infty} L^c_{MCL} - 2 \log N
   = \tilde J(w, w, \|P_B c_x\|; \kappa_y) + \tilde J(w, w, \|P_A c_y\|; \kappa_x)
   \ge \tilde J(c, c, c; \kappa_y) + \tilde J(c, c, c; \kappa_x) $$
with $w = c_x \cdot c_y$ and $c = \cos\varphi_{\min}$, where equality asks $c_x, c_y \perp C$ and the gap
$\varphi_{\min}$.

The equation stands; the inequality is asked here of centres $\cos a\, e_C + \sin a\, e_A$ and
$\cos a\, e_C + \sin a\, e_B$, which meet every hypothesis for $0 < a \le \pi/2$. By hand: for h = 4,
$\tilde J(w, w, t) = -w/\tau + \log \frac{\sinh M}{M} - \log \frac{\sinh \kappa}{\kappa}$ with
$M^2 = \kappa^2 + 2\kappa w / \tau + t^2 / \tau^2$; at $\kappa = \tau = 1$ and $\varphi = \varphi_{\min} = 60°$ the
bound is $-0.311$ for either direction, and as $a \to 0$ the loss tends to $-0.566$. Whatever the parameters are, the
loss is below the bound near enough to C; a is drawn uniformly.

What stands: among centres orthogonal to C the loss is least at $\varphi_{\min}$ (Lemma 11; the positive control). Among
all admissible ones its infimum is $\tilde J(1, 1, 1; \kappa_y) + \tilde J(1, 1, 1; \kappa_x)$, approached as the gap
closes in C: subspace-centre-pair-infimum. For the loss of all pairs the conclusion is right where cones are tight:
tight-cones-on-planes-keep-the-angle.

Read was version 2 of the preprint (7 October 2025). A later version, "The Convergent Representation of Vision-Language
Contrastive Learning" (ICML 2026), was not read but for its abstract: its theorem may be another.
"""

from math import pi

import torch

from claims.yi2025.paper import source
from models.yi2025.centre_pair import SubspaceCentres
from strategies.yi2025.centre_pair import subspace_centres
from theoremcheck import AtLeast, Claim, Control, Flaw, Observables, PositiveControl, Streams, Verdict


def experiment(regime: SubspaceCentres, streams: Streams) -> Observables:
    """Both sides of eq. 14, shape (trials,); nothing is random."""
    return Observables(loss=regime.loss(), bound=regime.printed_bound())


CLAIM = Claim(
    name="yi2025.subspace-centre-pair-as-printed",
    statement=__doc__,
    source=source("Theorem 3, eq. 14"),
    regimes=subspace_centres(),
    experiment=experiment,
    prediction=AtLeast("loss", "bound", unit="nat"),
    required=0.99,  # always, as printed
    controls=(
        Control(breaks="the centres lie outside C (here: both at one point of it)", regimes=subspace_centres(tilt=0.0)),
    ),
    positive_controls=(PositiveControl(adds="the centres are orthogonal to C", regimes=subspace_centres(tilt=pi / 2)),),
    known=Verdict.REFUTED,
    flaw=Flaw.MISSING_CONDITION,
    reason=(
        "Appendix E.3.1 bounds either direction from below by a term that moves with the centres (|P_A c_y| in eq. "
        "212, |P_B c_x| in eq. 213), and takes the configuration at which both bounds are attained for the minimiser "
        "of the sum. Nearer to C both bounds are lower. Lemma 13 finds the other such configuration, c_x = c_y in C; "
        "that the centres lie outside C excludes it, but none of the admissible ones close by, whose loss tends to "
        "its own."
    ),
    dtype=torch.float64,
)
