"""What views by homology and crops teach encoders of proteins: ours, on a synthetic model."""
