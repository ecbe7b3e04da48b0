"""Words of the documents: BM25, vocabulary, word forms, acronyms."""
