"""What a site teaches about itself: the lines that it prints around every article."""
