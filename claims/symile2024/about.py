"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Scatter, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="symile2024",
    title="Contrasting with Symile: Simple Model-Agnostic Representation Learning for Unlimited Modalities",
    says=(
        "CLIP applied to every pair of modalities learns what pairs have in common, and misses what only three of "
        "them together tell. Symile contrasts all modalities at once by a multilinear inner product; its loss bounds"
        " their total correlation from below, and its representations suffice to predict any one modality from the "
        "others."
    ),
    shown=(
        Shown(
            "symile2024.gap-vanishes-like-one-over-n",
            "curves",
            "The gap of the bound, along the number of candidates.",
        ),
    ),
    scatters=(
        Scatter(
            "symile2024.total-correlation-bound",
            across="total_correlation",
            up="largest_bound",
            counted=(),
            words=("a table of three modalities, in nats",),
            lines=(((0.0, 0.0), (2.0, 2.0)),),
            says="The largest value that the bound takes never exceeds the total correlation.",
        ),
    ),
    left_out=("The results on medical and on multilingual data have no claims: they are neither theorems nor small.",),
)
