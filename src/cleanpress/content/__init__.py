"""Which blocks of a page are the article: units, their facts, and a chain that decides."""
