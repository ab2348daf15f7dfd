r"""What the Jensen-Shannon loss learns hardly depends on the batch size.

Read in abstract and introduction: one negative a positive, and performance at small batches. With a batch of n = 2
pairs and with one of n = 128, 12,800 fresh pairs seen by either, the accuracies of the two trained networks are the
same within 0.02, where InfoNCE gains about 0.03.

Operational: accuracies are means over 16 instances of 16 Gaussian classes, since a single one scatters by 0.013; the
band is ours, four standard errors of the mean from what either loss showed in a pilot. Each batch size has the best
of three learning rates, fixed beforehand; at one rate for all, both losses depend on n. An untrained network has no
gain either, so both accuracies have to be 0.9 at least. The Jensen-Shannon loss is not claimed to be better: at its
best rate InfoNCE is more accurate from n = 4 on.
"""

from functools import partial

from claims.cliplite2023.paper import source
from models.cliplite2023.training import BatchSizes, accuracies_by_batch_size, infonce_slope, jsd_slope
from models.view_encoders import Slope
from strategies.cliplite2023.training import batch_sizes
from theoremcheck import AllOf, AtLeast, Baseline, Claim, Control, Equals, Observables, Streams, Trust


def experiment(sizes: BatchSizes, streams: Streams, slope: Slope = jsd_slope) -> Observables:
    """Accuracies of the two batch sizes, each the mean over the instances of a trial; shape (trials,)."""
    return Observables(**accuracies_by_batch_size(sizes, streams, slope))


def untrained(sizes: BatchSizes, streams: Streams) -> Observables:
    """No pair is seen."""
    return experiment(BatchSizes(**{**vars(sizes), "fresh": 0}), streams)


CLAIM = Claim(
    name="cliplite2023.batch-size-does-not-matter",
    statement=__doc__,
    source=source("abstract and introduction", "paraphrased"),
    kind="empirical",
    regimes=batch_sizes(),
    experiment=experiment,
    prediction=AllOf(
        (
            Equals("accuracy_large", "accuracy_small", 0.02, relative=False),
            AtLeast("accuracy_small", 0.9),
            AtLeast("accuracy_large", 0.9),
        )
    ),
    required=0.8,  # an experiment's: no rate was read
    controls=(
        Control(
            breaks="the loss is the Jensen-Shannon one (here: symmetric InfoNCE)",
            experiment=partial(experiment, slope=infonce_slope),
        ),
    ),
    baselines=(Baseline(when="before training", experiment=untrained),),
    # Round-off changes which of 24,000 samples are on the right side. A trial takes seconds: few are run in float64.
    trust=Trust(fraction=0.05, at_least=2),
)
