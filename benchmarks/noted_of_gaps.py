"""Rates that the two notes on the gap at the optimum and on the sigmoid loss have of our claims, and their settings."""

from functools import partial

from benchmarks.noted import Note, There, at_least, at_most
from claims.yi2025.matched_pairs import matched_loss_bound
from strategies.bangachev2025.bias import crowded_pairs
from strategies.bangachev2025.zero_loss import small_losses
from strategies.cai2026.tables import scaled
from strategies.liang2022.training import cold_cones
from strategies.yi2025.centre_pair import subspace_centres
from strategies.yi2025.matched_pairs import bounded_pairs
from strategies.yi2025.planes import free_points, tight_cones
from theoremcheck import choice, log_uniform, powers_of, uniform

__all__ = ["NOTES"]

_THREE_TIMES = crowded_pairs().with_(dimension=choice(4, 8), crowding=3)

NOTES: dict[str, Note] = {
    "cai2026.no-gap-above-the-critical-temperature": Note(
        ((160, 160), 0.0, (0, 120)),
        differs="K = 6 and 12; the count is that of all inverse temperatures, of which those below the line have a gap",
    ),
    "cai2026.critical-temperature-of-few-states-and-many": Note(
        (None, None),
        there=(
            There(
                "K = 6 and 12, up to 5 a*, the loss alone",
                (160, 160),
                regimes=scaled(least=0.3, largest=5.0).with_(states=choice(6, 12)),
                judge=at_most("loss", 2e-3, above="least_loss"),
            ),
        ),
    ),
    "cai2026.gap-and-cone-are-equal": Note(((300, 300), (0, 300), (0, 300))),
    "cai2026.zero-gap-minimiser-exists": Note(
        ((60, 60), None, (0, 60)), differs="any table, where no state has more than two fifths of the mass here"
    ),
    "cai2026.frozen-energy-is-concave": Note(((1000, 1000), (0, 1000))),
    "cai2026.circle-gap-grows-with-mismatch": Note(
        ((10, 10), (1, 40)), share=0.25, differs="batches of 256, where the loss is the population's here"
    ),
    "cai2026.training-shrinks-the-marginal-gap": Note(
        ((23, 24), 0.0), share=0.25, differs="batches; sigma = .5 and .7"
    ),
    "liang2022.layer-raises-cosine": Note(
        (0.9991, None, 0.16),
        differs="any rise of the cosine in the limit (here 0.05 and more), and any fall (here 0.01 and more)",
    ),
    "liang2022.low-temperature-freezes-training": Note(
        ((24, 24), (0, 24), None),
        differs="3,000 steps, where 1,000 do here and the loss is asked for as well",
        there=(
            There(
                "3,000 steps at 16 and 50, the distance alone",
                (24, 24),
                regimes=cold_cones().with_(inverse_temperature=choice(16.0, 50.0), steps=3000),
                judge=at_least("distance", 0.8),
                share=0.5,
            ),
        ),
    ),
    "liang2022.clip-keeps-its-gap": Note(((30, 30), (0, 30), 0.0)),
    "yaras2025.gap-at-fixed-temperature-under-mismatch": Note(((30, 30), (0, 10), None), share=0.5),
    "yaras2025.learned-temperature-freezes-the-gap": Note(((40, 40), (0, 10), None), share=0.5),
    "yi2025.cone-centre-pair": Note(((4000, 4000), (0, 2000))),
    "yi2025.zero-gap-needs-matched-centres": Note(
        ((2000, 2000), (0, 2000)), differs="shares a tenth off the least, where they are 5 % to all of the way off here"
    ),
    "yi2025.matched-loss-bound": Note(
        ((160, 160), None, (0, 160)),
        there=(
            There(
                "vectors of length 1.2 at all sizes",
                (40, 160),
                regimes=bounded_pairs(),
                experiment=partial(matched_loss_bound.experiment, length=1.2),
            ),
        ),
    ),
    "yi2025.matched-gap-vanishes": Note(
        (1.0, (0, 24), None),
        differs="the control starts from cones, at a mismatch of 0.1 and an inverse temperature of 8",
    ),
    "yi2025.subspace-centre-pair-as-printed": Note(
        (None, None, (4000, 4000)),
        there=(There("centres at an angle of 0.001 to C", (0, 4000), regimes=subspace_centres(tilt=0.001)),),
    ),
    "yi2025.tight-cones-on-planes-keep-the-angle": Note(
        (None, None, None),
        there=(
            There("kappa tau from 3 to 60", (159, 160), regimes=tight_cones(tightness=log_uniform(3.0, 60.0))),
            There(
                "kappa tau below 0.1, 8 to 32 dimensions (of samples of 300; ours of the limit)",
                (13, 40),
                regimes=tight_cones(dimension=powers_of(2, 8, 32), tightness=log_uniform(0.03, 0.1)),
            ),
        ),
    ),
    "yi2025.planes-alone-make-no-centroid-gap": Note(
        (None, 0.0, None),
        there=(
            There(
                "inverse temperatures from 2 to 15, 1,200 steps, at most 0.08",
                (48, 48),
                regimes=free_points(points=choice(32, 64, 96), inverse_temperature=uniform(2.0, 15.0), steps=1200),
                judge=at_most("centroid_distance", 0.08),
                share=0.6,
            ),
        ),
    ),
    "bangachev2025.margin-against-bias": Note(((2520, 2520), (0, 2520), 1.0)),
    "bangachev2025.loss-decays-at-the-margin": Note(
        ((400, 400), (0, 400), (0, 358)), differs="margins below 0 by many pairs, where captions are moved by one here"
    ),
    "bangachev2025.small-loss-separates": Note(
        ((1319, 1319), None),
        there=(
            There(
                "N L from log 2 to four times that (at the best bias; ours at the worst)",
                (404, 454),
                regimes=small_losses(level=uniform(1.0, 4.0)),
            ),
        ),
    ),
    "bangachev2025.batch-loss-bounds-misses": Note(
        ((354, 354), (1032, 2646)), differs="any configuration beyond the bound, where every caption is doubled here"
    ),
    "bangachev2025.modalities-are-separable": Note(((540, 540), (0, 200), (0, 200))),
    "bangachev2025.plain-bias-separates-the-modalities": Note(
        ((288, 288), (0, 96)),
        share=0.25,
        differs="2,500 steps and more, N from 3 to 6 d",
        there=(There("N = 3 d, d = 4 and 8; 1,000 steps", (144, 144), regimes=_THREE_TIMES, share=0.5),),
    ),
    "bangachev2025.relative-bias-closes-the-gap": Note(
        ((96, 96), (0, 288)),
        share=0.25,
        differs="2,500 steps, N from 3 to 6 d",
        there=(There("N = 3 d, d = 4 and 8; 1,000 steps", (48, 48), regimes=_THREE_TIMES, share=0.5),),
    ),
    "lee2024.optimum-is-double-constant": Note(((210, 210), (0, 60), 0.0), share=0.5),
    "lee2024.two-phase-lines": Note(((210, 210), (0, 60)), share=0.5),
    "lee2024.simplex-above-the-upper-line": Note((1.0, (0, 60)), share=0.5, differs="from 4 to 24 pairs; here 16"),
    "lee2024.antipodal-below-the-lower-line": Note((1.0,), share=0.5, differs="all of 4 to 24 pairs; here 16"),
    "wang2020.contrastive-limit-rate": Note(((150, 150), 0.0, 0.0, 1.0)),
    "wang2020.contrastive-limit-rate-is-one": Note(
        ((149, 150),), differs="asked were 0.1 of the slope and 15 % of c, twice and three times what is asked here"
    ),
    "wang2020.uniform-minimises-the-second-term": Note(((300, 300), (45, 300), (0, 300))),
}
