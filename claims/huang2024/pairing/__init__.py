"""What the theorems assume of pairs and negatives: claims whose controls break exactly that."""
