"""One training from one start, with and without negatives: five claims that read one trajectory."""
