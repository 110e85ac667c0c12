"""What stops a release."""

from __future__ import annotations


class BuildError(Exception):
    """The release cannot be made; the message names the table or file, the place and the mend."""


EXPECTED_ERRORS: tuple[type[Exception], ...] = (BuildError, ValueError, OSError)
"""What a wrong file, folder or value raises, in a build and in the layers below; their messages are for the user."""
