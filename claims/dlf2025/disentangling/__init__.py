"""What DLF's geometric losses do to shared and specific features, on a synthetic surrogate of ours."""
