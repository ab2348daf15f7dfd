"""The theorems and the exact recursions: what two trainings on the same data do."""
