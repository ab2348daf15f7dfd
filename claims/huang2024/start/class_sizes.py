r"""Both classes have nearly half of the samples.

For n independent fair labels and every $\delta \in (0, 1)$, with probability at least $1 - \delta$
$$ \Bigl| |\{ i : y_i = 1 \}| - \frac n2 \Bigr| \le \sqrt{\frac n2 \log\frac4\delta}, $$
and the same for $y_i = -1$, whose count is off by as much.
"""

from functools import partial

from claims.huang2024.paper import source
from models.huang2024.start.bounds import Start
from models.huang2024.start.labels import Labelling, biased_labels, block_labels, fair_labels
from strategies.huang2024.start import labelled_samples
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(start: Start, streams: Streams, labelling: Labelling = fair_labels) -> Observables:
    """By how much the class sizes miss n/2, and by how much they may; shape (trials,)."""
    imbalance = labelling(start, streams).sum(dim=1).abs() / 2
    return Observables(imbalance=imbalance, tolerance=start.count_tolerance())


CLAIM = Claim(
    name="huang2024.class-sizes",
    statement=__doc__,
    source=source("Lemma B.3"),
    kind="lemma",
    regimes=labelled_samples(),
    experiment=experiment,
    prediction=AtMost("imbalance", "tolerance", unit="samples"),
    required=Start.confidence,
    controls=(
        Control(
            breaks="the labels are not fair",
            experiment=partial(experiment, labelling=partial(biased_labels, positive=0.8)),
        ),
        Control(
            breaks="the labels are not independent: blocks of 25 samples share one",
            experiment=partial(experiment, labelling=partial(block_labels, block=25)),
        ),
    ),
)
