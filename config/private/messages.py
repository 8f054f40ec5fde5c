"""What the set-up says to the person in front of it."""

import sys


class Trouble(Exception):
    """Something the person must do; the text says what."""


def say(text: str) -> None:
    sys.stdout.write(f"jobbakten: {text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    sys.stderr.write(f"jobbakten: {text}\n")
    sys.stderr.flush()
