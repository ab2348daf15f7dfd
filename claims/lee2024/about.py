"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="lee2024",
    title="Analysis of Using Sigmoid Loss for Contrastive Learning",
    says=(
        "With the sigmoid loss at a fixed temperature and bias, optimal embeddings lie in a family of one parameter: a "
        "simplex shared by both modalities, each in part moved along an axis of its own. At high inverse temperatures "
        "they are the simplex, as with InfoNCE; at low ones each modality is one point, opposite to the other."
    ),
    shown=(
        Shown(
            "lee2024.simplex-above-the-upper-line",
            "boundary_lines",
            "From which inverse temperature on the modalities coincide.",
        ),
        Shown(
            "lee2024.antipodal-below-the-lower-line",
            "boundary_lines",
            "Up to which inverse temperature they are antipodal.",
        ),
    ),
    left_out=(
        "Read were the abstract, the opening and the code, from which the two lines come: theorems have no numbers.",
        "That the spread of the optimum grows with the temperature along t = b is not asked: it does along b = 0, too, "
        "and no control is known that breaks the hypothesis.",
        "Fewer dimensions than pairs have no statement; one page breaks the hypothesis and shows that it is needed.",
        "The experiments on images have no claims: they are neither theorems nor small.",
    ),
)
