"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Scatter

__all__ = ["PAPER"]

PAPER = Paper(
    name="proteinviews2024",
    title="Multi-modal contrastive learning for proteins by combining domain-informed views",
    says=(
        "Models of sequence and of structure are trained further by contrast, and the positive pairs come from what "
        "biology knows: the same protein, its family, its superfamily, or a crop. They are compared and combined, "
        "and judged by how well enzyme classes and functions are predicted."
    ),
    scatters=(
        Scatter(
            "proteinviews2024.family-views-help-families",
            across="identity_accuracy",
            up="family_accuracy",
            counted=(),
            words=("a synthetic world, with both views trained in it",),
            lines=(((0.0, 0.0), (1.0, 1.0)),),
            says="Accuracy on families: views by families against views by the protein itself, on a model of ours.",
            dashed="both are equal",
        ),
    ),
    left_out=("Nothing is checked on proteins: only the abstract was read, there is no code, and the model is ours.",),
)
