r"""In each class a neuron is active on a quarter of all samples, up to order $\sqrt n$.

For a neuron r and each class $y = \pm 1$, with probability at least $1 - \delta$
$$ \Bigl| |\{ i : y_i = y,\ \langle w_r(0), \xi_i \rangle > 0 \}| - \frac n4 \Bigr|
   \le \sqrt{\frac n2 \log\frac4\delta}. $$
"""

from functools import partial

from torch import Tensor

from claims.huang2024.paper import source
from models.huang2024.start.bounds import Start
from models.huang2024.start.labels import fair_labels
from models.huang2024.start.products import FirstProducts, first_products
from models.huang2024.start.vectors import Vectors, correlated, independent
from strategies.huang2024.start import labelled_samples
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(start: Start, streams: Streams, noises: Vectors = independent) -> Observables:
    """The larger deviation of the two classes from n/4, and the lemma's tolerance; shape (trials,)."""
    products = first_products(start, streams, noises=noises)
    return _deviation(start, products, fair_labels(start, streams))


def labels_follow_activity(start: Start, streams: Streams) -> Observables:
    """The same where a sample's label is the sign of what the neuron sees of its noise."""
    products = first_products(start, streams)
    return _deviation(start, products, products.noise[:, 0].sign())


def _deviation(start: Start, products: FirstProducts, labels: Tensor) -> Observables:
    counts = products.active_counts(labels)[:, 0]
    return Observables(deviation=(counts - start.samples / 4).abs().amax(dim=1), tolerance=start.count_tolerance())


CLAIM = Claim(
    name="huang2024.active-counts",
    statement=__doc__,
    source=source("Lemma C.8"),
    kind="lemma",
    regimes=labelled_samples(),
    experiment=experiment,
    prediction=AtMost("deviation", "tolerance", unit="samples"),
    required=Start.confidence,
    controls=(
        Control(
            breaks="the noises are not independent: their correlation is 0.95",
            experiment=partial(experiment, noises=partial(correlated, correlation=0.95)),
        ),
        Control(breaks="the noises are not independent of the labels", experiment=labels_follow_activity),
    ),
)
