"""Data model 2 of Xue et al. 2024: details that one class shares with all others."""
