"""Measure the dataset against reference annotations (tests/golden/GUIDE.md says how those are made)."""
