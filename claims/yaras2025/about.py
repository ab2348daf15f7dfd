"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="yaras2025",
    title="Explaining and Mitigating the Modality Gap in Contrastive Multimodal Learning",
    says=(
        "Embeddings of two modalities that start in different cones stay apart under contrastive training, although"
        " the loss has no reason to keep them there: this is the modality gap. Gradient flow with a learned "
        r"temperature closes the gap no faster than $1 / \log(t)^2$, because the temperature falls and takes the "
        "gradient of the gap with it. Mismatched pairs at the start even widen the gap. Other parametrisations and "
        "schedules of the temperature are studied against it."
    ),
    shown=(
        Shown(
            "yaras2025.gap-closes-no-faster",
            "curves",
            r"The gap and its bound, which falls like $1 / \log(t)^2$, over fourteen decades of time.",
        ),
        Shown(
            "yaras2025.linear-temperature-rate",
            "curves",
            r"With $\beta = \nu$ the gap closes at another rate: its logarithm and the exact law.",
        ),
    ),
    rests_on={
        "yaras2025.gap-closes-no-faster": ("yaras2025.gap-dominates-comparator",),
        "yaras2025.gap-grows-as-printed": (
            "yaras2025.gap-parameter-grows",
            "yaras2025.gap-follows-its-parameter",
        ),
    },
    left_out=(
        "The mitigations of appendices D and F on real encoders and data have no claims: they are neither theorems "
        "nor small.",
        "Figures 1, 4, 6 and 7 were not seen: nothing is compared with their values.",
    ),
)
