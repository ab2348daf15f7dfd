"""What textbooks say of mean, median and skew."""
