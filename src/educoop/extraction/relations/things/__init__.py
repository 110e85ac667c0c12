"""Agreements, projects and events that are told without a proper name."""
