"""How many rows of each table of the access matrix a user sees, as that user sees them."""

import json

from django.core.management.base import BaseCommand
from django.db import connection

from cases.models import User
from cases.sekretess.identitet import som_anvandare
from cases.sekretess.matris import EXEMPT, PROTECTED
from cases.sekretess.regelord import READ
from config import dates
from config.csvfil import FilError
from config.formatting import format_number
from config.kommandon import refuse


class Command(BaseCommand):
    help = "Visa hur många rader av varje tabell en användare ser."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--user", required=True, metavar="NAMN")
        parser.add_argument("--json", action="store_true", help="Ett JSON-objekt på stdout och inget annat.")

    def handle(self, *, user, **options) -> None:
        found = User.objects.filter(username=user).first()
        if not found:
            refuse(self, FilError.whole_file(f"Användaren {user} finns inte.", "--user"), as_json=options["json"])
        rows = rows_visible(found)
        self.stdout.write(json.dumps(rows) if options["json"] else readable(found, rows))


def rows_visible(user: User) -> dict[str, int]:
    """Rows per table of the matrix, counted by the database under the user's identity at this moment.

    Those that hold persons first; 0 also where the application is granted no reading at all.
    """
    tables = {table: rule.grant for table, rule in sorted(PROTECTED.items())} | dict(sorted(EXEMPT.items()))
    with som_anvandare(user.pk, today=dates.today(), now=dates.now()), connection.cursor() as cursor:
        return {table: _count(cursor, table) if READ in grants else 0 for table, grants in tables.items()}


def _count(cursor, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    return cursor.fetchone()[0]


def readable(user: User, rows: dict[str, int]) -> str:
    """Who it is, and the tables in two groups."""
    persons = [line for line in rows.items() if line[0] in PROTECTED]
    others = [line for line in rows.items() if line[0] not in PROTECTED]
    return "\n".join(
        [
            f"{user.username}, {user.namn}",
            *(f"  {text}" for text in _uppdrag(user)),
            *_group("Personer, ärenden och loggar (det som åtkomsten gäller)", persons),
            *_group("Enheter, användare, koder och annat utan ärenden", others),
        ]
    )


def _uppdrag(user: User) -> list[str]:
    if not user.is_active:
        return ["Kontot är avstängt och ser inga personer."]
    uppdrag = user.medlemskap_den(dates.today())
    return [f"{m.get_roll_display()}, {m.enhet}" for m in uppdrag] or ["Inget uppdrag i dag, ser inga personer."]


def _group(title: str, lines: list[tuple[str, int]]) -> list[str]:
    return ["", title, *(f"  {table:38} {format_number(count):>12}" for table, count in lines)]
