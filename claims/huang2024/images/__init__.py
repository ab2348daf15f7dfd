"""ColoredMNIST: what the two ways of contrastive learning make of a colour that predicts the label."""
