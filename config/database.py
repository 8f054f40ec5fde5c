"""Which database login a process uses.

One alias, two logins (docs/adr/0001): the application logs in as a role that owns nothing, so
row-level security binds it; commands that build the schema or load whole files log in as the owner.
"""

import sys
from urllib.parse import urlsplit, urlunsplit

APP_ROLE = "jobbakten_app"
OWNER_ROLE = "jobbakten_owner"
OWNER_COMMANDS = frozenset(
    {
        "migrate",
        "makemigrations",
        "create_systemforvaltare",
        "seed_demo",
        "confirm_medlemskap",
        "import_akter",
        "import_kartlaggningar",
        "import_forsorjningsstod",
        "withdraw_forsorjningsstod",
        "flush",
        "dbshell",
        "glom_identitet",
        "test",
    }
)


def runs_as_owner(argv: list[str]) -> bool:
    """True for the commands above and for pytest, whose fixtures then assume the application's role."""
    program = argv[0].rsplit("/", 1)[-1] if argv else ""
    command = argv[1] if len(argv) > 1 else ""
    return command in OWNER_COMMANDS or "pytest" in program or "pytest" in sys.modules


def owner_url(app_url: str) -> str:
    """The same database with the owner's login; a URL with another user is left as it is."""
    parts = urlsplit(app_url)
    if not parts.netloc.startswith(APP_ROLE):
        return app_url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(APP_ROLE, OWNER_ROLE, 1)))


def process_name(argv: list[str]) -> str:
    """ "jobbakten import_akter" for a command, "jobbakten gunicorn" for a server."""
    program = argv[0].rsplit("/", 1)[-1] if argv else ""
    command = argv[1] if program == "manage.py" and len(argv) > 1 else program
    return f"jobbakten {command}"[:63].strip()
