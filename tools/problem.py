"""The one error that a person may see: what is wrong and how to mend it."""


class Problem(Exception):
    """Stops a command with one line for the person and exit status 1."""
