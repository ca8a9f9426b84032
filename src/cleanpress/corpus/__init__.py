"""Many documents: what engines and pools take, and how one document of a corpus is cleaned."""
