"""`python -m educoop`: the command line where its script is not on the path."""

from educoop.cli import run

run()
