"""Who takes part in what, and as what."""
