"""Models: text to vectors, question and passage to scores."""
