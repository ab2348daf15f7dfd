"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Scatter

__all__ = ["PAPER"]

PAPER = Paper(
    name="cliplite2023",
    title="CLIP-Lite: Information Efficient Visual Representation Learning with Language Supervision",
    says=(
        "CLIP-Lite learns from image-caption pairs by the Jensen-Shannon bound on their mutual information, which "
        "needs one negative for each positive where InfoNCE needs many. So it is said to depend little on the size "
        "of a batch and to do better on little data."
    ),
    scatters=(
        Scatter(
            "cliplite2023.little-data",
            across="infonce_end",
            up="jsd_end",
            counted=(),
            words=("a training of both losses on the same few pairs",),
            lines=(((0.0, 0.0), (1.0, 1.0)),),
            says="Accuracy on little data at the end of training: the Jensen-Shannon bound against InfoNCE.",
            dashed="both are equal",
        ),
    ),
    left_out=(
        "Method section, appendix and tables were not read; the results on real images have no claims: they are "
        "neither theorems nor small.",
    ),
)
