r"""On test data the noise part of an embedding exceeds its signal part in one modality, and not in two.

On $[y \nu; \zeta]$ with $\nu = a \mu$ a neuron's signal part is $z |\langle w_r, \mu \rangle| / \|\mu\|$ and its noise
part has standard deviation $\|w_r\|$, both in $\sigma_\xi$, with $z = a \|\mu\| / \sigma_\xi$. Where the signal is
learned, $w_r \approx w_r(0) + \gamma_r \mu / \|\mu\|^2$, and the signal part is larger by $z / \sqrt{1 + \delta_1}$ in
root mean squares over neurons, $\delta_1 = K s^2 n c\, C_\mu / (2 \tau u)$ for similarities u over temperature: in the
order that the appendix has, for z above that root. Where the n noises are memorised,
$\sum_{r,i} \rho_{ri}^2 = n m \tau u$, beside which $\gamma_r$ is small, and the noise part is larger at every z of
order one. Derived.

Operational: root mean squares over neurons, for z in [1.6, 2.6] as for the errors, where $\delta_1 \le 1/2$. The
theorems have no such condition, and (1), $K s^2 \ge 1$, has $\delta_1$ grow like n: the sizes of single neurons are
then no ground for the theorem, which holds all the same (multi-modal-error), since a head averages the start over m
neurons.

The appendix compares the two sizes at a $\nu$ where the noise part is larger in both arms
(noise-part-falls-below-signal-as-printed). The single-modal half holds there, and before training: it says nothing
alone.
"""

from claims.huang2024.paper import TRUST, UNTRAINED, source
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.proof_steps.parts import part_ratio
from models.huang2024.recursion import multi_modal, single_modal, train
from strategies.huang2024.proof_steps import lasting_parts
from theoremcheck import AllOf, AtLeast, AtMost, Claim, Control, Observables, Streams


def experiment(patches: TwoPatches, streams: Streams) -> Observables:
    """Signal part over noise part of each arm's first network, trained on the same draw, shape (trials,)."""
    modalities = two_modalities(patches, streams)
    single, multi = (
        part_ratio(train(arm, patches, modalities)[0].weights, patches) for arm in (single_modal, multi_modal)
    )
    return Observables(single=single, multi=multi)


CLAIM = Claim(
    name="huang2024.parts-tell-the-arms-apart",
    statement=__doc__,
    source=source("Appendices C.3 and D.3, with all of the noise and nu = a mu (corrected, derived)", "reconstructed"),
    kind="lemma",
    regimes=lasting_parts(),
    experiment=experiment,
    prediction=AllOf((AtMost("single", 1.0), AtLeast("multi", 1.0))),
    required=0.95,
    controls=(
        Control(
            breaks="the second modality's signal is stronger, C_mu >= 2.66 (here: 0.4 to 1)",
            regimes=lasting_parts(min_ratio=0.4, max_ratio=1.0, min_boosted=0.0),
        ),
        Control(
            breaks="n SNR^2 is of order one (here: 4 to 10, beyond 2, where the signal outgrows the noise)",
            regimes=lasting_parts(min_signal=4.0, max_signal=10.0, max_boosted=100.0),
        ),
    ),
    repairs="huang2024.noise-part-falls-below-signal-as-printed",
    baselines=(UNTRAINED,),
    trust=TRUST,
)
