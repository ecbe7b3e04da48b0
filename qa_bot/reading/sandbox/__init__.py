"""Worker processes that read files, with limits and without network."""
