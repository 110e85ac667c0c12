"""Mentions: names, dates and quantities, wherever a document has them."""
