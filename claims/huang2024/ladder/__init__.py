"""The main theorems along a ladder in their own regime: d from n^2 times 1e4 to n^2 times 1e8."""
