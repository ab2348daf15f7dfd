"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="cai2026",
    title=(
        "The Geometric Mechanics of Contrastive Representation Learning: Alignment Potentials, Entropic Dispersion, "
        "and Cross-modal Divergence"
    ),
    says=(
        "In the limit of large batches InfoNCE is an energy of the two modalities' marginals, in which their symmetric "
        "divergence enters with a minus. The paper reads this as a reason for a modality gap that persists where the "
        "conditionals differ: equal marginals would need a knife-edge compatibility. Our claims ask the question of "
        "discrete pairs, where minimisers are known in closed form: mismatch makes no gap above a critical "
        "temperature, and below it a gap and a common cone cost exactly the same, where there is a dimension for it."
    ),
    shown=(
        Shown(
            "cai2026.no-gap-above-the-critical-temperature",
            "boundary_planes",
            r"Where the optimum has no gap although pairs are mismatched: up to $\beta = a^*(\epsilon)$.",
        ),
        Shown(
            "cai2026.critical-temperature-of-few-states-and-many",
            "boundary_lines",
            r"In units of $a^*$ the line is at 1, for few states and for many.",
        ),
        Shown(
            "cai2026.a-gap-needs-a-dimension",
            "boundary_planes",
            "A gap that costs nothing needs as many dimensions as there are states.",
        ),
        Shown(
            "cai2026.zero-gap-minimiser-exists",
            "boundary_lines",
            "How heavy one state may be before it keeps the centroids apart.",
        ),
    ),
    left_out=(
        "Read were sections 1 to 5 and the published toy; the appendices were not, nor Corollary B.2.",
        "That equal marginals are generic for exchangeable tables has no claim of its own: it is what "
        "no-gap-above-the-critical-temperature says above the critical temperature, and the cone of "
        "gap-and-cone-are-equal below it. The paper's own sentence is of conditionals that differ from state to "
        "state, and of equal laws: there it stands, since atoms of unequal weight cannot match.",
        "Theorems 3.1 and 4.1, of large batches at a fixed temperature, have none: their rate is that of Wang and "
        "Isola's Theorem 1.",
        "The toy's values are not compared: ours is the loss of the population, and the means of the figure may hold "
        "starts that end in local minima.",
    ),
)
