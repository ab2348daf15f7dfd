"""One training from one start, with and without negatives: five claims, four of which read one trajectory."""
