"""What `scripts/fit_confidence.py` runs: sets are asked, a model is fitted and judged."""
