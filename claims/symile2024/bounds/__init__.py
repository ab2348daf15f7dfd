"""The bound on total correlation at a finite number of candidates, exactly: nothing is trained."""
