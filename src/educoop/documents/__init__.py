"""Read, repair and segment documents."""
