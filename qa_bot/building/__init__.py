"""Documents to the next generation of an index."""
