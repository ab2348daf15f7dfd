"""What guarantees that Symile's optimum is as accurate as pairwise CLIP's: closed forms, nothing is trained."""
