"""What filters and metadata must read alike: dates, bylines, print slots, page edges."""
