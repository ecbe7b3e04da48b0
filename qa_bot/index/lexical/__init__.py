"""The documents' words: terms, BM25, vocabulary, word forms, acronyms."""
