"""seed_demo [--persons N] [--today D] [--if-empty]: living, plausible demo data, deterministic for a seed."""

from datetime import date
from time import perf_counter

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cases.models import Aspirant, Enhet
from cases.sekretess.identitet import utan_historik
from cases.views.inloggning import DEMOKONTON
from config import dates
from uppfoljning.bevakningar.berakning import refresh
from uppfoljning.checkpoints import run_uppfoljning
from uppfoljning.seed.bevakningar import write_acts
from uppfoljning.seed.bygge import build_city
from uppfoljning.seed.dokument import write_documents
from uppfoljning.seed.historik import write_history
from uppfoljning.seed.ingangar import write_entrances
from uppfoljning.seed.journal import write_journal
from uppfoljning.seed.kartlaggningar import write_kartlaggningar
from uppfoljning.seed.lasningar import write_readings
from uppfoljning.seed.nodoppningar import write_nodoppningar
from uppfoljning.seed.nummerbyten import write_number_changes
from uppfoljning.seed.rapporter import write_reports
from uppfoljning.seed.skriv import Rum, write_organisation, write_persons
from uppfoljning.seed.skriv_delar import write_placeringar, write_plans
from uppfoljning.seed.skriv_handlaggare import write_handovers
from uppfoljning.seed.skriv_register import date_findings, write_register
from uppfoljning.seed.skriv_samtal import write_samtal
from uppfoljning.seed.skriv_skydd import write_skydd
from uppfoljning.seed.utlamnat import write_exchanges

PERSONER = 2000
MINST = 40
"""Fewer cannot hold the named persons of the demo accounts."""


class Command(BaseCommand):
    help = "Fyller en tom databas med demodata. Samma stad varje gång för samma dag och antal."

    def add_arguments(self, parser):
        parser.add_argument("--persons", type=int, default=PERSONER, help="antal personer, minst 40")
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="dagen som berättelsen slutar")
        parser.add_argument("--if-empty", action="store_true", help="gör ingenting om det redan finns personer")

    def handle(self, *args, persons, today, if_empty, **options):
        if Aspirant.objects.exists() or Enhet.objects.exists():
            if if_empty:
                self.stdout.write("Databasen har redan data och lämnas som den är.")
                return
            raise CommandError("Databasen är inte tom. Börja om med `make demo-reset`.")
        if persons < MINST:
            raise CommandError(f"Minst {MINST} personer.")
        self.started = perf_counter()
        with utan_historik():
            self._write(persons, today or dates.today())
        self._analyse()

    def _write(self, persons: int, today: date) -> None:
        """Each part says when it is done and how long it took so far."""
        konton = {konto.username: konto.namn for grupp in DEMOKONTON.values() for konto in grupp}
        rum = Rum(build_city(persons, today, konton))
        self._say(f"{len(rum.stad.personer)} liv uttänkta till och med {today}")
        write_organisation(rum)
        self._say(f"{len(rum.enheter)} enheter och {len(rum.users)} användare")
        write_persons(rum)
        self._say(f"{len(rum.aspiranter)} personer med {len(rum.inskrivningar)} inskrivningar")
        self._say("{} skyddade personer och {} nummerfrågor".format(*write_skydd(rum)))
        write_number_changes(rum)
        write_entrances()
        write_plans(rum)
        write_samtal(rum)
        self._say("planer och trepartssamtal")
        self._say(f"{write_kartlaggningar(rum)} kartläggningar")
        write_placeringar(rum)
        self._say("insatser och placeringar")
        write_handovers(rum)
        self._say("byten av handläggare, frånvaro, samordnare och flyttar")
        self._say("{} leveranser med {} rader ur registret".format(*write_register(rum)))
        self._say(f"uppföljning efter avslut: {run_uppfoljning(today=today)}")
        date_findings(rum)
        self._say(f"{write_documents(rum)} jobbplaner och protokoll som PDF, utlämnade till SDF")
        self._say(f"{write_journal(rum)} journalanteckningar")
        write_exchanges(rum)
        self._say(f"{write_history()} rader historik")
        refresh(today=today)
        write_acts(rum)
        self._say(str(refresh(today=today)))
        write_nodoppningar(rum)
        self._say(f"{write_readings(rum)} läsningar de senaste veckorna")
        self._say(f"{write_reports(rum)} tertialrapporter")

    def _say(self, text: str) -> None:
        self.stdout.write(f"{perf_counter() - self.started:5.1f} s  {text}")

    def _analyse(self) -> None:
        """The planner's statistics, so that the first pages are as quick as the later ones."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self._say("klart. Logga in med till exempel carl eller sara, lösenord demo.")
