"""glom_identitet J-000123: what tells who a person was is taken out of the history of the akt."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from cases.enums import Skyddsgrund
from cases.models import Aspirant, Handling, Skyddsbehorighet, User
from cases.uppgiftsregister import identitetskolumner
from config.dates import local_date, now, today


class Command(BaseCommand):
    help = (
        "Tar bort tidigare namn, nummer, kontaktuppgifter och fritext ur ändringshistoriken för en person, till exempel"
        " när hen har fått fingerade personuppgifter. Rätta först uppgifterna i akten. Upprättade handlingar ändras"
        " inte; de som bär den tidigare identiteten märks, räknas upp och läses sedan bara av namngivna."
    )
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("arendenummer", help="till exempel J-000123; aldrig ett personnummer")
        parser.add_argument(
            "--namngiven",
            action="append",
            default=[],
            metavar="ANVÄNDARNAMN",
            help="den som ska läsa de märkta handlingarna; kan upprepas",
        )

    def handle(self, *, arendenummer, namngiven, **options) -> None:
        siffror = arendenummer.removeprefix("J-")
        if not siffror.isdigit() or len(siffror) > 9:
            raise CommandError("Skriv ärendenumret som J-000123.")
        if not Aspirant.objects.filter(pk=int(siffror)).exists():
            raise CommandError("Det finns ingen akt med det ärendenumret.")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT app.markera_tidigare_identitet(%s)", [int(siffror)])
            cursor.execute("SELECT app.glom_identitet(%s, %s)", [int(siffror), json.dumps(identitetskolumner())])
            antal = cursor.fetchone()[0]
            for user in self._users(namngiven):
                # By hand, beside what other ground the user may stand on: those end by themselves
                Skyddsbehorighet.objects.get_or_create(
                    aspirant_id=int(siffror),
                    user=user,
                    grund=Skyddsgrund.NAMNGIVEN,
                    avslutad_at=None,
                    defaults={"fran": today(), "tillagd_at": now()},
                )
        self.stdout.write(f"{antal} ändringar har rensats från identitet.")
        self._say_what_stands(int(siffror))

    def _users(self, names: list[str]) -> list[User]:
        users = list(User.objects.filter(username__in=names))
        if len(users) < len(set(names)):
            raise CommandError("Det finns inget konto med ett av användarnamnen.")
        return users

    def _say_what_stands(self, pk: int) -> None:
        """Which handlingar bear the former identity: by number, never by title."""
        kvar = list(Handling.objects.filter(aspirant=pk, tidigare_identitet=True).order_by("upprattad_at", "pk"))
        if not kvar:
            self.stdout.write("Ingen upprättad handling bär den tidigare identiteten, såvitt historiken vet.")
            return
        self.stdout.write("De här handlingarna bär den tidigare identiteten och läses bara av namngivna:")
        for h in kvar:
            self.stdout.write(
                f"  handling {h.pk}: {h.get_typ_display()}, version {h.version}, {local_date(h.upprattad_at)}"
            )
        self.stdout.write("De är inte ändrade. Nämnden som äger dem avgör sekretess och gallring.")
