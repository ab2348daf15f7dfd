"""Training for any labels of either modality and any choice of negatives."""
