r"""What a neuron sees of all noises in a class, Lemma C.9 as printed.

For a neuron r, with $s = \sigma_0 \sigma_\xi \sqrt d$ and probability at least $1 - \delta$,
$$ \sum_{i : y_i = 1} \mathrm{relu}\langle w_r(0), \xi_i \rangle
   \le s \sqrt n \Bigl( 1 + \sqrt{\tfrac12 \log\tfrac1\delta} \Bigr). $$

The mean of the sum is $0.1995\, n s$ and its deviation $0.46 \sqrt n s$, so this is true of few samples: at $n \le 16$
the bound is two deviations and more above the mean.
"""

from functools import partial

from claims.huang2024.paper import source
from models.huang2024.start.bounds import Start
from models.huang2024.start.labels import fair_labels
from models.huang2024.start.products import first_products
from models.huang2024.start.vectors import Vectors, cauchy, independent
from strategies.huang2024.start import single_neurons
from theoremcheck import AtMost, Claim, Control, Flaw, Observables, PositiveControl, Streams, Verdict


def experiment(start: Start, streams: Streams, noises: Vectors = independent) -> Observables:
    """One neuron's class sum in units of s, and the printed bound; shape (trials,)."""
    sums = first_products(start, streams, noises=noises).class_sums(fair_labels(start, streams))
    return Observables(class_sum=sums[:, 0], bound=start.class_sum_bound())


CLAIM = Claim(
    name="huang2024.class-sum-as-printed",
    statement=__doc__,
    source=source("Lemma C.9"),
    kind="lemma",
    regimes=single_neurons(),
    experiment=experiment,
    prediction=AtMost("class_sum", "bound", unit="s"),
    required=Start.confidence,
    controls=(Control(breaks="the noises are Cauchy, not Gaussian", experiment=partial(experiment, noises=cauchy)),),
    positive_controls=(PositiveControl(adds="n is small (here: 4 to 16)", regimes=single_neurons((4, 8, 16))),),
    known=Verdict.REFUTED,
    flaw=Flaw.RATE,
    reason="The sum has mean 0.1995 n s, not of order sqrt(n) s: positive parts do not cancel.",
)
