"""A series of trials: what it is (`specification`), which numbers and regimes its draws have (`drawing`)."""
