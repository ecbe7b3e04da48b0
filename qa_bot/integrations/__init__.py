"""Retrievers for other frameworks, each imported from its own module with its own extra."""
