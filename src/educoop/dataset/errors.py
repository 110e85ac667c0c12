"""What stops a release."""

from __future__ import annotations


class BuildError(Exception):
    """The release cannot be made; the message names the table or file, the place and the mend."""
