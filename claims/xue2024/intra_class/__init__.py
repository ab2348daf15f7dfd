"""Data model 1: detail inside a class makes contrastive learning robust, and supervised learning looks for none."""
