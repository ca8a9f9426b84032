"""Steps for other people's pipelines; each module needs its own extra and says so."""
