"""The steps that make the packaged reader: `corpora`, `examples`, `model`, `training`, `export`."""
