"""Building again after few documents changed: what the last build found is kept, and only what a change can reach is
resolved anew. The result is the very release that a build of everything would make."""
