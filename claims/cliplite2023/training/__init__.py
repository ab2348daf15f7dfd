"""Two networks trained on pairs, by the Jensen-Shannon loss and by InfoNCE: batch size and little data."""
