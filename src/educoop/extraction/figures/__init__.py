"""What the numbers of a document measure."""
