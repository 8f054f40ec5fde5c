"""How many rows of each table of the access matrix a user sees, as that user sees them."""

import json

from django.core.management.base import BaseCommand
from django.db import connection

from cases.models import User
from cases.sekretess.identitet import som_anvandare
from cases.sekretess.matris import EXEMPT, PROTECTED, READ
from config import dates
from config.csvfil import FilError
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
        if options["json"]:
            self.stdout.write(json.dumps(rows))
        else:
            self.stdout.write("\n".join(f"{table:40} {count:>9}" for table, count in rows.items()))


def rows_visible(user: User) -> dict[str, int]:
    """Rows per table of the matrix, counted by the database under the user's identity today."""
    with som_anvandare(user.pk, today=dates.today()), connection.cursor() as cursor:
        return {table: _count(cursor, table) for table in readable_tables()}


def readable_tables() -> list[str]:
    """Those that hold persons first, then the rest; without the few that the application may only write."""
    exempt = (table for table, grants in EXEMPT.items() if READ in grants)
    return [*sorted(table for table, rule in PROTECTED.items() if READ in rule.grant), *sorted(exempt)]


def _count(cursor, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    return cursor.fetchone()[0]
