"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="liang2022",
    title="Mind the Gap: Understanding the Modality Gap in Multi-modal Contrastive Representation Learning",
    says=(
        "Images and texts of one contrastive model lie in two separate cones. The paper gives three reasons: random "
        "networks narrow everything into a cone, two random initialisations make two cones, and contrastive learning "
        "at a low temperature keeps them apart. On embeddings of CLIP the loss is least where they are, and the "
        "repulsion disappears as the temperature rises."
    ),
    shown=(
        Shown(
            "liang2022.low-temperature-freezes-training",
            "boundary_planes",
            "At which temperatures, and for how long, training leaves the gap of two cones.",
        ),
        Shown(
            "liang2022.closing-the-gap-raises-the-loss",
            "boundary_planes",
            "At which temperatures closing a share of CLIP's gap raises its loss, and at which it lowers it.",
        ),
    ),
    left_out=(
        "Read were sections 3 and 4, with Theorems 1 and 2, in an extraction of arXiv's text; proofs were not.",
        "Theorem 2, the variance of a layer's output between initialisations, has no claim.",
        "That features of other models do not keep their gap has no claim. The authors publish features of ConVIRT, "
        "and there the loss is least near the closed gap (measured: at 0.80 to 0.85 of the way, at CLIP's temperature, "
        "theirs being unknown to us). They are made of MIMIC-CXR, X-rays and reports of patients, whose data use "
        "agreement restricts who may pass the data on: what is derived from them is not in this repository.",
        "The simulation of six points, and what a shift of the gap does to zero-shot accuracy and fairness, have none.",
    ),
)
