"""`python -m educoop`: the command line where its script is not on the path."""

from educoop.cli import run

if __name__ == "__main__":
    run()
