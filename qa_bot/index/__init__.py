"""One generation on disk, opened read-only."""
