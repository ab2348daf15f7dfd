r"""Over the plane of $(\pi_{core}, \pi_{spu})$ accuracy changes at $\pi_{core} = \pi^*$ alone.

The claim caption-richness-has-a-threshold as a diagram: $\pi_{core} / \pi^*$, up to the 3 at which $\pi_{core}$ is
nearly 1, and $\pi_{spu}$ are both drawn over their ranges.
`theoremcheck boundary xue2024.caption-richness-decides-whatever-the-spurious --along richness=0.25:3 --along
kept_spurious=0:1 --budget quick` maps the band about $\pi^*$ in which finite samples have not decided yet; its ends are
straight.

Reconstructed, and the threshold derived. Operational: with the band from $\pi^* / 2$ to $2 \pi^*$ left out, the
accuracy under P* is above 75 %, midway between its two limits, exactly for $\pi_{core} > \pi^*$.
"""

from functools import partial

from claims.xue2024.captions.pair import accuracy
from claims.xue2024.paper import REQUIRED, TIED, TWO_QUESTIONS, source
from models.xue2024.sharing.contrastive import Captions, asked, learned
from models.xue2024.sharing.model import Richness
from strategies.xue2024.captions import richness_plane
from theoremcheck import AtLeast, Claim, Control, Observables, Streams

MIDWAY = 0.75


def experiment(model: Richness, streams: Streams, captions: Captions = Captions()) -> Observables:
    """Accuracy under P*, and by how much it lies on the predicted side of 75 %; shape (trials,)."""
    (scores,) = learned(model, streams.child("training"), captions)
    found = accuracy(scores, asked(model, streams.child("test"), captions))
    return Observables(accuracy=found, agreement=(model.richness - 1).sign() * (found - MIDWAY))


CLAIM = Claim(
    name="xue2024.caption-richness-decides-whatever-the-spurious",
    statement=__doc__,
    source=source("masking in data model 2, number unknown (threshold derived)", "reconstructed"),
    regimes=richness_plane(),
    experiment=experiment,
    prediction=AtLeast("agreement", 0.0),
    required=REQUIRED,
    controls=(
        # Below the threshold a tie changes nothing: the minority is wrong there anyhow.
        Control(
            breaks=TIED,
            regimes=richness_plane(2.0, 3.0),
            experiment=partial(experiment, captions=Captions(tied=True)),
        ),
    ),
    reading_of="xue2024.caption-richness-has-a-threshold",
    trust=TWO_QUESTIONS,
)
