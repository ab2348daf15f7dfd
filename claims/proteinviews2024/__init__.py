"""Xu, You and Shen 2024: views of proteins for multi-modal contrastive learning."""
