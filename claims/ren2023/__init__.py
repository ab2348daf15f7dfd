"""Ren and Li 2023: positive pairs align, contrastive pairs balance; five claims, four of which read one trajectory."""
