"""Two linear encoders trained on pairs of views of shared signals: Ren and Li 2023, reconstructed."""
