r"""At CLIP's own temperature a shift that closes its gap raises its loss, and at a higher one lowers it.

The paper shifts CLIP's embeddings of images and texts towards each other along their gap: at $\tau = 1/100$ the loss
rises, and with the temperature the gap at which it is least becomes smaller. Where on the line it is least is
`liang2022.clip-keeps-its-gap`, of which this is a reading: any shift by a fifth of the gap or more is compared with
none, so that a map over shift and temperature shows the line's loss at every temperature.

Operational: the authors' published features of 500 pairs, random subsets of 200; rows go to
$\mathrm{norm}(x_i - \lambda\Delta/2)$ and $\mathrm{norm}(y_i + \lambda\Delta/2)$, and $\lambda$ is a fifth to 1. In
steps of a tenth, and of twelve subsets, no such shift was seen to lower the loss at $1/\tau = 100$ before this was
asked, and none to raise it at 10.
"""

import torch

from claims.liang2022.paper import source
from models.liang2022.features.published import FILE
from models.liang2022.features.shift import ShiftedPairs, loss_on_the_line
from strategies.liang2022.features import shifted_pairs
from theoremcheck import Claim, Control, LessThan, Observables, Streams


def experiment(pairs: ShiftedPairs, streams: Streams) -> Observables:
    """Losses of the pairs as they are, and shifted; shape (trials,) each."""
    grams, share = pairs.published.draw(streams), torch.as_tensor(pairs.share)
    beta = torch.as_tensor(pairs.inverse_temperature)
    return Observables(
        loss=loss_on_the_line(grams, beta, torch.zeros_like(share)),
        loss_after_the_shift=loss_on_the_line(grams, beta, share),
    )


CLAIM = Claim(
    name="liang2022.closing-the-gap-raises-the-loss",
    statement=__doc__,
    source=source("section 4: embedding shift"),
    kind="empirical",
    regimes=shifted_pairs(),
    experiment=experiment,
    prediction=LessThan("loss", "loss_after_the_shift"),
    required=0.9,
    controls=(Control(breaks="the temperature is CLIP's 1/100 (here: 1/10)", regimes=shifted_pairs(10.0)),),
    reading_of="liang2022.clip-keeps-its-gap",
    reads=(FILE,),
)
