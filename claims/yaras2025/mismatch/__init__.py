"""Pairs that stay mismatched, in the tied coordinate: what a fixed temperature forces, and a learned one keeps."""
