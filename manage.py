#!/usr/bin/env python
"""Django's command line for Jobbakten."""

import os
import sys

NO_DATABASE = "Databasen svarar inte. Starta de egna tjänsterna med `make services`, eller kontrollera DATABASE_URL."
NO_QUEUE = "Redis svarar inte. Starta de egna tjänsterna med `make services`, eller kontrollera REDIS_URL."


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError
    from kombu.exceptions import OperationalError as QueueError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if not never_connected(error) or "--traceback" in sys.argv:
            raise
        sys.exit(NO_DATABASE)
    except QueueError:  # no command of ours queues anything, but `shell` may
        if "--traceback" in sys.argv:
            raise
        sys.exit(NO_QUEUE)


def never_connected(error: Exception) -> bool:
    """Was there no server to speak with? What a server itself refuses carries an SQLSTATE."""
    return getattr(error.__cause__, "sqlstate", "") is None


if __name__ == "__main__":
    main()
