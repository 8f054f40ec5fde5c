"""Persons for the forms and buttons of the browser tests, each with what one of them needs.

`main` is run in the product's own process, as the owner of the tables.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db import transaction

from cases import models as cases
from cases.enums import Roll
from cases.personnummer import TESTNUMMER_FROM, make_testnummer
from cases.services.externa_utlamnanden import hand_out
from cases.services.handlingar import hand_over
from config.dates import STOCKHOLM, today
from jobbplaner.models import Plan, Samtalsprotokoll, Trepartssamtal
from jobbplaner.samtal import Deltagarrad, needed
from jobbplaner.services.samtal import write_deltagare
from tests.cases.journal_data import anteckning, med_bilaga
from tests.factories import AspirantFabrik, inskrivning, kod, remiss
from tests.insatser.fabriker import insats, placering
from tests.jobbplaner.fabriker import publicerad
from tests.jobbplaner.kartlaggning_data import overtagen
from uppfoljning.bevakningar.berakning import refresh_person
from uppfoljning.enums import RapportLage
from uppfoljning.models import Bevakning, Bevakningsatgard, Rapport

IDAG = today()
NU = datetime.combine(IDAG, time(8), STOCKHOLM)
BORJADE = IDAG - timedelta(days=40)


def free_nummer() -> Iterator[str]:
    """Test numbers that nobody in the demo has."""
    tagna = set(cases.Aspirant.objects.values_list("nummer", flat=True))
    for n in range(10_000):
        with suppress(ValueError):  # not every day has one
            nummer = make_testnummer(TESTNUMMER_FROM + timedelta(days=n), "kvinna")
            if nummer not in tagna:
                yield nummer


class Bygge:
    """What the demo city has, and one method per kind of case."""

    def __init__(self):
        self.nummer = free_nummer()
        self.spanga = cases.Enhet.objects.get(slag="sdf", namn="Spånga-Tensta")
        self.kista = cases.Enhet.objects.get(slag="jobbtorg", namn="Kista")
        self.sara, self.stina, self.carl, self.nina = (
            cases.User.objects.get(username=n) for n in ("sara", "stina", "carl", "nina")
        )
        self.insats = insats(self.kista, namn="Provinsats", platser=200)
        self.rapporter = self.nya = 0
        self.accounts()

    def registrerad(self) -> cases.Aspirant:
        nummer = next(self.nummer)
        fodd = date.fromisoformat(f"{nummer[:4]}-{nummer[4:6]}-{nummer[6:8]}")
        person = AspirantFabrik(nummer=nummer, fodelsedatum=fodd, kon="kvinna", sdf=self.spanga)
        cases.Handlaggare.objects.create(aspirant=person, user=self.sara, enhet=self.spanga, fran=BORJADE)
        return person

    def felskriven(self) -> list[int]:
        """The akt's birth date is that of the right number."""
        person = self.registrerad()
        cases.Aspirant.objects.filter(pk=person.pk).update(fodelsedatum=date(1999, 2, 5))
        return [person.pk]

    def remitterad(self) -> list[int]:
        person = self.registrerad()
        sent = remiss(person, self.kista, self.sara, skickad_at=NU - timedelta(days=2), svar_senast=IDAG)
        return [person.pk, sent.pk]

    def nodoppnad(self) -> list[int]:
        """Carl has read an akt of Spånga-Tensta, and it is over."""
        person = self.registrerad()
        rad = cases.Nodoppning.objects.create(
            aspirant=person,
            user=self.carl,
            oppnare_enheter=[self.kista.pk],
            skal="Personen står i receptionen och mår mycket dåligt.",
            oppnad_at=NU - timedelta(hours=3),
            galler_till=NU - timedelta(hours=2),
        )
        return [rad.pk, person.pk]

    def granskad(self) -> list[int]:
        rad, person = self.nodoppnad()
        cases.Nodgranskning.objects.create(
            nodoppning_id=rad, for_enheter=[self.spanga.pk], utfall="befogad", granskad_at=NU, granskad_av=self.stina
        )
        return [rad, person]

    def inskriven(self) -> tuple[cases.Aspirant, cases.Inskrivning]:
        person = self.registrerad()
        oppen = inskrivning(person, self.kista, BORJADE)
        cases.Handlaggare.objects.create(aspirant=person, user=self.carl, enhet=self.kista, fran=BORJADE)
        return person, oppen

    def avslutad(self) -> list[int]:
        person = self.registrerad()
        slutad = inskrivning(person, self.kista, BORJADE, IDAG - timedelta(days=3), "arbete_ej_subventionerat")
        return [person.pk, slutad.pk]

    def avslutad_i_dag(self) -> list[int]:
        person = self.registrerad()
        slutad = inskrivning(person, self.kista, BORJADE, IDAG, "arbete_ej_subventionerat", avslutad_at=NU)
        return [person.pk, slutad.pk]

    def stodd(self) -> list[int]:
        """Support was agreed before the avslut."""
        person, slutad = self.avslutad()
        dag = IDAG - timedelta(days=3)
        cases.LangsiktigtStod.objects.create(
            aspirant_id=person,
            inskrivning_id=slutad,
            enhet=self.kista,
            user=self.carl,
            overenskommet=dag,
            fran=dag,
            till=IDAG + timedelta(days=90),
            omfattning="Ett samtal i månaden",
        )
        return [person]

    def placerad(self) -> list[int]:
        person, _ = self.inskriven()
        slut = IDAG + timedelta(days=60)
        return [person.pk, placering(person, self.insats, self.carl, fran=BORJADE, till=slut).pk]

    def planerad(self) -> list[int]:
        """A published plan that has not been sent."""
        person, oppen = self.inskriven()
        plan = publicerad(
            person, self.kista, self.carl, inskrivning=oppen, now=NU, nasta_uppfoljning=IDAG + timedelta(days=40)
        )
        return [person.pk, plan.pk, plan.handling_id]

    def af_skickad(self) -> list[int]:
        """A plan sent to Arbetsförmedlingen, which has not said that it came."""
        person, plan, handling = self.planerad()
        rad = cases.Handling.objects.get(pk=handling)
        hand_out(
            handling=rad,
            mottagare="af",
            grund=cases.RattsligGrund.objects.get(kod="uppgiftsskyldighet"),
            satt="post",
            dag=IDAG,
            by=self.carl,
            now=NU,
        )
        return [person, plan, handling]

    def utan_fil(self) -> list[int]:
        """A published plan taken over without its file."""
        person, plan, _ = self.planerad()
        Plan.objects.filter(pk=plan).update(handling=None)
        return [person, plan]

    def utlamnad(self) -> list[int]:
        person, _, handling = self.planerad()
        sent = hand_over(
            handling=cases.Handling.objects.get(pk=handling),
            till_enhet=self.spanga,
            grund=kod(cases.RattsligGrund, "nodvandigt_egen_verksamhet"),
            by=self.carl,
            now=NU,
        )
        return [person, sent.pk]

    def bevakad(self) -> list[int]:
        person, _ = self.inskriven()
        refresh_person(aspirant_id=person.pk, today=IDAG)
        rad = Bevakning.objects.filter(aspirant=person, enhet=self.kista).first()
        return [person.pk, rad.pk]

    def stangd(self) -> list[int]:
        person, pk = self.bevakad()
        rad = Bevakning.objects.get(pk=pk)
        stangd = Bevakningsatgard.objects.create(
            aspirant_id=person,
            enhet=self.kista,
            regel=rad.regel,
            nyckel=rad.nyckel,
            slag="stang",
            av=self.carl,
            at=NU,
        )
        refresh_person(aspirant_id=person, today=IDAG)
        return [person, stangd.pk]

    def samtyckt(self) -> list[int]:
        person, _ = self.inskriven()
        given = cases.Samtycke.objects.create(
            aspirant=person,
            fran_namnd=self.kista.namnd,
            till_namnd=self.spanga.namnd,
            registrerat_av=self.carl,
            typer=["jobbplan"],
            mottaget_av=self.carl,
            satt="skriftligt",
            fran=BORJADE,
            till=IDAG + timedelta(days=100),
        )
        return [person.pk, given.pk]

    def samtal(self) -> list[int]:
        person, _ = self.inskriven()
        samtal = Trepartssamtal.objects.create(
            aspirant=person, enhet=self.kista, datum=IDAG - timedelta(days=1), skapad_av=self.carl
        )
        protokoll = Samtalsprotokoll.objects.create(aspirant=person, namnd=self.kista.namnd, samtal=samtal)
        write_deltagare(protokoll, tuple(Deltagarrad(part=p, namn=p.label) for p in needed(samtal.motpart)))
        return [person.pk, samtal.pk]

    def kartlagd(self) -> list[int]:
        """A kartläggning taken over without its file."""
        person, _ = self.inskriven()
        return [person.pk, overtagen(person, self.kista, IDAG - timedelta(days=9), skulder="stort").pk]

    def antecknad(self, signerad=NU) -> list[int]:
        person = self.inskriven()[0]
        rad = anteckning(person, self.kista, self.carl, signerad=None)
        med_bilaga(rad)
        if signerad:
            cases.Journalanteckning.objects.filter(pk=rad.pk).update(signerad_at=signerad)
        return [person.pk, rad.pk]

    def lamnad(self) -> list[int]:
        """A draft of somebody who has left."""
        person = self.inskriven()[0]
        return [person.pk, anteckning(person, self.kista, self.slutade, signerad=None).pk]

    def rapport(self, lage: str) -> list[int]:
        self.rapporter += 1
        rad = Rapport.objects.create(
            namnd=self.kista.namnd,
            ar=IDAG.year - 1 - self.rapporter,  # one at a time is made for each period
            tertial=1,
            version=9,
            lage=lage,
            bestalld_at=NU,
            bestalld_av=self.nina,
        )
        return [rad.pk]

    def overlamning(self) -> list[int]:
        return [self.inskriven()[0].pk, self.kista.pk, self.carl.pk]

    def colleague(self, roll: str, enhet: cases.Enhet, inte: cases.User) -> cases.User:
        medlemskap = cases.Medlemskap.objects.giltiga(IDAG).filter(roll=roll, enhet=enhet).exclude(user=inte)
        return medlemskap.order_by("pk").first().user

    def samordnad(self) -> list[int]:
        person, _ = self.inskriven()
        cases.Samordnare.objects.create(
            aspirant=person, user=self.samordnare, enhet=self.kista, fran=BORJADE, vald_at=NU, vald_av=self.carl
        )
        return [person.pk]

    def franvaro(self, borta: cases.User, ersattare: cases.User) -> cases.Vikariat:
        slut = IDAG + timedelta(days=5)
        return cases.Vikariat.objects.create(
            user=borta, ersattare=ersattare, enhet=self.spanga, fran=IDAG, till=slut, skapad_at=NU, skapad_av=borta
        )

    def skyddad(self, *namngivna: cases.User) -> cases.Aspirant:
        person = self.registrerad()
        cases.Aspirant.objects.filter(pk=person.pk).update(skydd=1)
        for user in namngivna:
            cases.Skyddsbehorighet.objects.create(aspirant=person, user=user, fran=BORJADE)
        return person

    def skyddad_franvaro(self) -> list[int]:
        kollega = self.colleague(Roll.SOCIALSEKRETERARE, self.spanga, self.sara)
        person = self.skyddad(self.sara)
        return [self.franvaro(self.sara, kollega).pk, person.pk, kollega.pk]

    def uppdrag(self) -> list[int]:
        """A membership that waits for somebody else's yes."""
        self.nya += 1
        rad = self.account(f"vantar{self.nya}", Roll.COACH, self.kista)
        sven = cases.User.objects.get(username="sven")
        cases.Bekraftelse.objects.create(medlemskap=rad, orsak="nytt", begard_av=sven, begard_at=NU)
        return [rad.pk]

    def account(self, namn: str, roll: str, enhet: cases.Enhet) -> cases.Medlemskap:
        user = cases.User.objects.create_user(namn, password="demo", first_name=namn.capitalize(), last_name="Prov")
        return cases.Medlemskap.objects.create(user=user, enhet=enhet, roll=roll, fran=BORJADE)

    def sparr(self) -> list[int]:
        rad = cases.Inloggningssparr.objects.create(
            slag="adress", nyckel="192.0.2.7", antal=9, borjade_at=NU, sparrad_till=NU + timedelta(days=2)
        )
        return [rad.pk]

    def frammande(self) -> list:
        """Somebody whom another jobbtorg and another stadsdel have nothing to do with."""
        person = self.registrerad()
        return [person.nummer, person.pk]

    def nummerfraga(self, referens: str = "7F3K-9CLM") -> list[str]:
        person = self.registrerad()
        hanna = cases.User.objects.get(username="hanna")
        enhet = cases.Enhet.objects.get(slag="sdf", namn="Hägersten-Liljeholmen")
        rad = cases.Nummerfraga.objects.create(
            user=hanna, enhet=enhet, fragad_at=NU, svar="annan", referens=referens, nummer=person.nummer
        )
        return [rad.referens]

    def besvarad_nummerfraga(self) -> list[str]:
        """Answered to another unit, and wrong."""
        referens = self.nummerfraga("8G4L-7DMN")[0]
        rut = cases.User.objects.get(username="rut")
        svar = {"utfall": "ingen_atgard", "svarstext": "Frågan är utredd utan åtgärd."}
        cases.Nummerfraga.objects.filter(referens=referens).update(besvarad_at=NU, besvarad_av=rut, **svar)
        return [referens]

    def accounts(self) -> None:
        """Users whose password is changed or sessions ended, and one who may be samordnare."""
        self.account("byter", Roll.COACH, self.kista)
        self.account("lamnar", Roll.COACH, self.kista)
        self.account("mejlad", Roll.COACH, self.kista)
        self.slutade = self.account("slutade", Roll.COACH, self.kista).user
        cases.User.objects.filter(pk=self.slutade.pk).update(is_active=False)
        self.samordnare = self.colleague(Roll.COACH, self.kista, self.carl)
        cases.Medlemskap.objects.create(user=self.samordnare, enhet=self.kista, roll=Roll.SAMORDNARE, fran=BORJADE)


@transaction.atomic
def build() -> dict[str, list]:
    b = Bygge()
    return {
        "nummer": list(islice(b.nummer, 6)),
        "registrerad": [[b.registrerad().pk] for _ in range(9)],
        "felskriven": [b.felskriven() for _ in range(2)],
        "remitterad": [b.remitterad() for _ in range(6)],
        "inskriven": [[b.inskriven()[0].pk] for _ in range(24)],
        "utkast": [b.antecknad(None) for _ in range(4)],
        "lamnad": [b.lamnad()],
        "avslutad": [b.avslutad() for _ in range(2)],
        "avslutad_i_dag": [b.avslutad_i_dag() for _ in range(2)],
        "stodd": [b.stodd() for _ in range(4)],
        "placerad": [b.placerad() for _ in range(4)],
        "af_skickad": [b.af_skickad()],
        "planerad": [b.planerad() for _ in range(8)],
        "utan_fil": [b.utan_fil() for _ in range(2)],
        "utlamnad": [b.utlamnad() for _ in range(4)],
        "bevakad": [b.bevakad() for _ in range(2)],
        "stangd": [b.stangd()],
        "samtyckt": [b.samtyckt() for _ in range(2)],
        "samtal": [b.samtal() for _ in range(12)],
        "kartlagd": [b.kartlagd() for _ in range(2)],
        "insats": [[insats(b.kista, namn=f"Provinsats {n}").pk] for n in range(4)],
        "vantande_rapport": [b.rapport(RapportLage.KO) for _ in range(2)],
        "overlamning": [b.overlamning()],
        "samordnad": [b.samordnad()],
        "kollega": [[b.samordnare.namn]],
        "franvaro": [[b.franvaro(b.colleague(Roll.SOCIALSEKRETERARE, b.spanga, b.sara), b.sara).pk]],
        "skyddad_franvaro": [b.skyddad_franvaro()],
        "skyddad": [[b.skyddad(b.sara, b.stina).pk, b.stina.pk] for _ in range(3)],
        "nodoppnad": [b.nodoppnad() for _ in range(2)],
        "granskad": [b.granskad() for _ in range(2)],
        "utan_namngiven": [[b.skyddad().pk]],
        "uppdrag": [b.uppdrag() for _ in range(2)],
        "sparr": [b.sparr()],
        "frammande": [b.frammande() for _ in range(2)],
        "nummerfraga": [b.nummerfraga()],
        "besvarad_nummerfraga": [b.besvarad_nummerfraga()],
        "stannad_rapport": [b.rapport(RapportLage.MISSLYCKAD) for _ in range(2)],
    }


def main() -> None:
    """Print one JSON object: kind of case -> list of rows."""
    print(json.dumps(build()))  # noqa: T201
