"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="yi2025",
    title=(
        "Decipher the Modality Gap in Multimodal Contrastive Learning: From Convergent Representations to Pairwise "
        "Alignment"
    ),
    says=(
        "At the optimum of the contrastive loss matched pairs coincide and the modality gap is 0, without constraint "
        "and in cones that span the whole space. Where the modalities collapse into two hyperplanes, the gap is said "
        "to be the smallest angle between them, and pairs are not perfectly aligned."
    ),
    shown=(
        Shown(
            "yi2025.tight-cones-on-planes-keep-the-angle",
            "boundary_planes",
            "Where all pairs on two hyperplanes keep the angle between them, and where their centres meet.",
        ),
    ),
    rests_on={"yi2025.matched-gap-vanishes": ("yi2025.matched-loss-bound",)},
    left_out=(
        "Read was the second version of the preprint (7 October 2025): sections 1 to 5, appendix E.3 and the proof of "
        "Theorem 4. Of a later version (ICML 2026, under another title) the abstract alone was read; its theorem may "
        "differ.",
        "Theorem 4 and Corollary 2, that pairs on hyperplanes are not perfectly aligned, are asymptotic: with 32 to 96 "
        "pairs on hyperplanes of eight dimensions almost every pair was seen to find its partner, and in four "
        "dimensions fewer did as N grew. A trend in its favour, and no size at which it could be refuted.",
        "Corollaries 3 and 4, rotation and projection, follow from Theorem 4 in a line. The figures and the table on "
        "CLIP's embeddings have no claims: they are neither theorems nor small.",
        "Theorem 2 for the loss of all pairs: in the limit of many it was least at a gap of 0 in 800 of 800 random "
        "regimes, and in as many where the pairs are unrelated: no control of such a claim would fail.",
        "Whether training from two cones closes the gap at a large inverse temperature is a question of training: "
        "Liang et al. 2022 have it.",
    ),
)
