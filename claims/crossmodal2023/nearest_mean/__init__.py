"""What a text is worth where a class is its mean: one formula of variances, in three readings."""
