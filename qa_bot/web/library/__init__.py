"""The library page: documents, uploads, rebuilds and versions."""
