"""Data models, losses, dynamics and closed forms, by paper; no claim and no verdict."""
