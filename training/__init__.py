"""Scripts that make the data files of the package; they may need more than the package does."""
