"""Who is what to which verb in a masked sentence."""
