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
        Shown(
            "yaras2025.mismatch-widens-a-cold-gap",
            "boundary_planes",
            r"Where pairs that stay mismatched end with a wider gap than at first: $\gamma_0^2 < 1 - a^*/\beta_0$.",
        ),
    ),
    rests_on={
        "yaras2025.gap-closes-no-faster": ("yaras2025.gap-dominates-comparator",),
        "yaras2025.gap-grows-as-printed": (
            "yaras2025.gap-parameter-grows",
            "yaras2025.gap-follows-its-parameter",
        ),
        "yaras2025.learned-temperature-freezes-the-gap": ("yaras2025.temperature-invariant",),
    },
    left_out=(
        "The mitigations of appendices C, D and F have claims on the paper's own parallel model, on free features and "
        "on small encoders; the tables' values on MSCOCO have none: no image and no text of it is here.",
        r"The probability that the gap parameter grows at the start, $\Phi((A_d + b_n) \sqrt{nd})$, is "
        "gap-speed-normal-limit read at one point.",
        "Swapping entries against swapping rows (Tables 2, 5): the direction is there with paired seeds; the size is "
        "not, 0.005 where the paper has 0.064 to 0.26, and the share of its row swaps is not given.",
        "Where a fixed or scheduled temperature stands against a learned one turns with the time one trains.",
        r"Figure 4a, the gap linear in $1/\log(t)^2$: over its range $1/\log t$ fits as well or better. Figure 4b, an "
        "increase in ten steps at every initialisation: with small encoders 4 to 80 %, by learning rate, width and "
        "depth.",
        "Pairs that stay mismatched are ours: the paper's theorem needs a margin that lasts, and says nothing of them. "
        "Where features have a dimension to spare, a cone of theirs can stand in for the gap.",
        "Figures 1, 4, 6 and 7 were not seen: nothing is compared with their values.",
    ),
)
