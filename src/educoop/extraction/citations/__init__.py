"""Works that a document cites."""
