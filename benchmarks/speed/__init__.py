"""How fast, how it grows, how much memory, and how many instructions: beside other tools."""
