"""glom_identitet J-000123: what tells who a person was is taken out of the history of the akt."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from cases.models import Aspirant
from cases.uppgiftsregister import identitetskolumner


class Command(BaseCommand):
    help = (
        "Tar bort tidigare namn, nummer, kontaktuppgifter och fritext ur ändringshistoriken för en person, till exempel"
        " när hen har fått fingerade personuppgifter. Rätta först uppgifterna i akten."
    )
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("arendenummer", help="till exempel J-000123; aldrig ett personnummer")

    def handle(self, *, arendenummer, **options) -> None:
        siffror = arendenummer.removeprefix("J-")
        if not siffror.isdigit() or len(siffror) > 9:
            raise CommandError("Skriv ärendenumret som J-000123.")
        if not Aspirant.objects.filter(pk=int(siffror)).exists():
            raise CommandError("Det finns ingen akt med det ärendenumret.")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT app.glom_identitet(%s, %s)", [int(siffror), json.dumps(identitetskolumner())])
            antal = cursor.fetchone()[0]
        self.stdout.write(f"{antal} ändringar har rensats från identitet.")
