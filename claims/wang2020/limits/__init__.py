"""How fast the contrastive loss reaches its limit of many negatives, exactly: nothing is trained."""
