"""Achievements, challenges and recommendations that a document states."""
