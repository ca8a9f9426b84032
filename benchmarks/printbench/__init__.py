"""Quality on a folder of printed pages with gold: run, score, compare, look at the worst."""
