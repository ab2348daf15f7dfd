r"""What a neuron sees of all noises in a class has mean $0.1995\, n s$ and is concentrated about it.

For a neuron r, with $s = \sigma_0 \sigma_\xi \sqrt d$ and probability at least $1 - \delta$,
$$ \Bigl| \sum_{i : y_i = 1} \mathrm{relu}\langle w_r(0), \xi_i \rangle - \frac{n s}{2 \sqrt{2\pi}} \Bigr|
   \le s \sqrt{\frac1\delta \Bigl( \Bigl( \frac14 - \frac1{8\pi} \Bigr) n + \frac{n^2}{8 \pi d} \Bigr)}. $$
Derived, by Chebyshev's inequality: the first term is the variance of the sum given $\|w_r\|$, the second bounds what
$\|w_r\|$ adds.
"""

from functools import partial

from claims.huang2024.paper import source
from models.huang2024.start.bounds import Start
from models.huang2024.start.labels import Labelling, biased_labels, fair_labels
from models.huang2024.start.products import first_products
from models.huang2024.start.vectors import Vectors, correlated, independent
from strategies.huang2024.start import large_samples
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(
    start: Start, streams: Streams, noises: Vectors = independent, labelling: Labelling = fair_labels
) -> Observables:
    """One neuron's class sum in units of s, how far it is from its mean, and how far it may be; shape (trials,)."""
    class_sum = first_products(start, streams, noises=noises).class_sums(labelling(start, streams))[:, 0]
    deviation = (class_sum - start.class_sum_mean()).abs()
    return Observables(class_sum=class_sum, deviation=deviation, tolerance=start.class_sum_tolerance())


CLAIM = Claim(
    name="huang2024.class-sum",
    statement=__doc__,
    source=source("Lemma C.9, mean corrected (derived)", "reconstructed"),
    kind="lemma",
    regimes=large_samples(),
    experiment=experiment,
    prediction=AtMost("deviation", "tolerance", unit="s"),
    required=Start.confidence,
    controls=(
        Control(
            breaks="the noises are not independent: their correlation is a half",
            experiment=partial(experiment, noises=partial(correlated, correlation=0.5)),
        ),
        Control(
            breaks="the labels are not fair: all are positive",
            experiment=partial(experiment, labelling=partial(biased_labels, positive=1.0)),
        ),
    ),
    repairs="huang2024.class-sum-as-printed",
)
