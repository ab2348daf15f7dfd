"""Data model 1 of Xue et al. 2024: a core feature that varies within its class, and a spurious one that hardly does."""
