r"""A second modality helps a head that is fitted on fresh test data as well.

Both arms see the same samples $[y \mu; \xi]$, the multi-modal one also their partners $[y \tilde\mu; \tilde\xi]$,
$\|\tilde\mu\| = C_\mu \|\mu\|$. Where $n\,\mathrm{SNR}^2 = \Theta(1)$ and $C_\mu \ge 2.66$, logistic heads without
bias, fitted on 500 labelled samples of the test distribution $[y \nu; \zeta]$, $\nu = a \mu$, err in $\Theta(1)$ of
the test samples on the single-modal embedding and in $o(1)$ on the first network of the multi-modal one.

Operational: the errors differ by at least 0.05, half of the 0.1 that is asked of a fresh head on the single-modal
embedding. The head's 500 samples are part of the statement: such a head reads the signal from many neurons even where
noise was memorised, the more so the more samples it is given, the wider the encoder and the larger
$n\,\mathrm{SNR}^2$. What the theorem lets grow is n. The signal's part in a single-modal feature is of order
$n^{-1/2}$, so at a fixed z, width and head the single-modal error rises with n; what fails is grown by n, at fixed c,
$d / n^2$ and s. At the edge (c = 1.4, $d = 0.2 n^2$, m = 100, z = 2.54, s = 0.13, $\tau = 3$) the gap is below 0.05 in
48 of 48 draws at n = 50, in 9 of 48 at n = 100 and in none of 48 at n = 200.
"""

from claims.huang2024.paper import GROWTH, TRUST, UNTRAINED, source
from models.huang2024.heads import errors, heads_on_shifted
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import multi_modal, single_modal, train
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def experiment(patches: TwoPatches, streams: Streams) -> Observables:
    """Errors of fresh heads on either arm's first network, and how much better the second is; shape (trials,)."""
    modalities = two_modalities(patches, streams)
    trained = [train(arm, patches, modalities)[0].weights for arm in (single_modal, multi_modal)]
    heads = heads_on_shifted(trained, patches, streams)
    single, multi = errors(list(zip(heads, trained, strict=True)), patches, streams)
    return Observables(single_error=single, multi_error=multi, gap=single - multi)


CLAIM = Claim(
    name="huang2024.second-modality-helps-fresh-heads",
    statement=__doc__,
    source=source("Theorems 4.2 and 4.3, part 2 of each, for heads fitted on fresh test samples", "reconstructed"),
    kind="corollary",
    regimes=two_patch_regimes(),
    experiment=experiment,
    prediction=AtLeast("gap", 0.05),
    required=0.95,  # a constant delta, as for the other claims
    growth=GROWTH,
    controls=(
        Control(
            breaks="the second modality's signal is stronger, C_mu >= 2.66 (here: 0.4 to 1)",
            regimes=two_patch_regimes(min_ratio=0.4, max_ratio=1.0, min_boosted=0.0),
        ),
        Control(
            breaks="n SNR^2 is of order one (here: 4 to 10, where one modality learns the signal too)",
            regimes=two_patch_regimes(min_signal=4.0, max_signal=10.0, max_boosted=100.0),
        ),
    ),
    baselines=(UNTRAINED,),
    reading_of="huang2024.second-modality-helps",
    trust=TRUST,
)
