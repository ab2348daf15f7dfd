r"""Balancing needs both halves of the loss: it keeps the alignment, and negatives without positives balance nothing.

Three trainings of linear encoders from one start on the same batches. With positives and negatives the condition number
falls to 1.2 or below, and alignment, once there, is not given back. With negatives alone the encoders move, and neither
align nor balance. (The population's positives alone rise and stay: positives-alone-closed-form.)

Operational: contrastive training passes c = 0.9, and from then on c never falls from its running maximum by more than
0.02, a tenth of what separates 0.9 from the end; any value from 0.001 to 0.5 would give the same verdicts. Negatives
alone end with c at most 0.3 and a condition number of at least 1.3, having moved the images of the
signals by a tenth of their length. An
untrained network would pass the second half but for having moved, hence one claim of both. A conjunction with
negatives-balance. Measured before: 48 of 48 for either half.
"""

from functools import partial

from claims.ren2023.paper import ALIGNED, BALANCED, SOURCE, UNTRAINED
from models.ren2023.sampling import without_positives_once
from models.ren2023.training.descent import Attraction, attraction_of_infonce, attraction_of_negatives, train
from models.ren2023.training.geometry import alignment, condition_number
from models.ren2023.training.pairs import LinearPairs, positive_pairs, start
from strategies.ren2023.sampling import small_trainings
from theoremcheck import AllOf, AtLeast, AtMost, Claim, Control, Observables, Streams

GIVEN_BACK = 0.02


def experiment(pairs: LinearPairs, streams: Streams, losing: float | None = None) -> Observables:
    """Ends of both arms, and how much alignment was given back; shape (trials,) each."""
    whole: Attraction = attraction_of_infonce if losing is None else without_positives_once(losing)
    columns = pairs.column_powers(pairs.powers(streams))
    weights = start(pairs, columns, streams)
    learned, alone = train(pairs, weights, columns, positive_pairs, (whole, attraction_of_negatives), streams)
    similarity, kappa = alignment(learned), condition_number(learned)
    similarity_alone, kappa_alone = alignment(alone), condition_number(alone)
    falls = similarity.cummax(dim=1).values - similarity
    after = (similarity > ALIGNED).int().cummax(dim=1).values
    moved = (alone.first[:, -1] - alone.first[:, 0]).norm(dim=(1, 2)) / alone.first[:, 0].norm(dim=(1, 2))
    return Observables(
        alignment_reached=similarity.amax(dim=1),
        given_back=(falls * after).amax(dim=1),
        condition_number_end=kappa[:, -1],
        alignment_of_negatives=similarity_alone[:, -1],
        condition_number_of_negatives=kappa_alone[:, -1],
        moved_by_negatives=moved,
    )


CLAIM = Claim(
    name="ren2023.balancing-needs-both",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=small_trainings(),
    experiment=experiment,
    prediction=AllOf(
        (
            AtLeast("alignment_reached", ALIGNED),
            AtMost("given_back", GIVEN_BACK),
            AtMost("condition_number_end", BALANCED),
            AtMost("alignment_of_negatives", 0.3),
            AtLeast("condition_number_of_negatives", 1.3),
            AtLeast("moved_by_negatives", 0.1),
        )
    ),
    required=0.9,  # "with high probability over the start": no rate was read, and d is half of the other pages'
    controls=(
        Control(
            breaks="the loss keeps its positives (here: until c has passed 0.95)",
            experiment=partial(experiment, losing=0.95),
        ),
    ),
    reading_of="ren2023.negatives-balance",
    baselines=(UNTRAINED,),
)
