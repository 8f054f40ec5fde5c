"""Rows in every table that holds persons, for the table of roles and tables (tests/test_roll_tabell.py)."""

from datetime import date, timedelta

from django.db import connection

from cases import models as cases
from cases.sekretess.matris import PROTECTED
from jobbplaner.models import (
    Agendapunkt,
    Deltagare,
    Formagebedomning,
    Instrumentresultat,
    Kartlaggning,
    OverenskommenPunkt,
    Samtalsflytt,
    Samtalsprotokoll,
    Samtalsskal,
)
from tests import factories
from tests.factories import as_owner
from tests.scen import NU, Scen, scen
from uppfoljning.models import (
    Bevakningsatgard,
    Checkpoint,
    CheckpointHistorik,
    Leverans,
    Registerrad,
)

DAG = date(2026, 11, 24)


def radscen() -> Scen:
    """The akt of tests/scen.py, and what it lacks: one row at least in each table of the matrix."""
    s = scen()
    s.stad.sam = factories.anvandare("sam", "samordnare", s.stad.kista)
    with as_owner():
        _cases(s)
        _samtal(s)
        _uppfoljning(s)
        _bevakning(s)
        _kartlaggning(s)
        _historik()
    return s


def _cases(s: Scen) -> None:
    cases.HushallBarn.objects.create(aspirant=s.person, fodelsear=2018)
    cases.AfProgram.objects.create(aspirant=s.person, program="annat", fran=DAG, skrivet_av=s.stad.sara, skrivet_at=NU)
    cases.Avslutsfoljd.objects.create(
        aspirant=s.person, inskrivning=s.slutad, slag="handlaggare", objekt=1, vad="Carl är inte längre handläggare."
    )
    cases.Remisspaminnelse.objects.create(
        aspirant=s.person, remiss=s.remiss, slag="narmar", dag=DAG, paminde_at=NU, paminde_av=None
    )
    cases.Nummerfraga.objects.create(user=s.stad.sara, fragad_at=NU, svar="fritt")
    lasning = {"skedde_at": NU, "user": s.stad.carl, "aspirant_id": s.person.pk, "vy": "cases:akt", "grund": "enhet"}
    cases.Lasning.objects.create(**lasning, slag="visad")
    cases.Lasning.objects.create(**lasning, slag="nekad")
    cases.Kontohandelse.objects.create(user=s.stad.sara, slag="bytt", hande_at=NU)
    cases.Samordnare.objects.create(
        aspirant=s.person, user=s.stad.sam, enhet=s.stad.kista, fran=DAG, vald_at=NU, vald_av=s.stad.carl
    )
    plan = cases.Handling.objects.get(pk=s.plan.handling_id)
    cases.Externutlamnande.objects.create(
        aspirant=s.person,
        handling=plan,
        titel=plan.titel,
        typ=plan.typ,
        version=plan.version,
        fran_namnd=plan.namnd,
        mottagare="af",
        grund=factories.kod(cases.RattsligGrund, "uppgiftsskyldighet"),
        grundtext="Uppgiftsskyldighet",
        satt="post",
        dag=DAG,
        skickat_at=NU,
        skickat_av=s.stad.carl,
    )
    cases.Vikariat.objects.create(
        user=s.stad.carl,
        ersattare=s.stad.sam,
        enhet=s.stad.kista,
        fran=DAG,
        till=DAG,
        skapad_at=NU,
        skapad_av=s.stad.eva,
    )
    cases.Nummerhandelse.objects.create(
        fraga=s.nummerfraga, slag="uppslag", visat="person", at=NU, user=s.stad.registeransvarig
    )
    cases.Tidigarenummer.objects.create(
        aspirant=s.person,
        nummer=s.person.nummer,
        nummerslag=s.person.nummerslag,
        fran=DAG,
        till=DAG,
        orsak="fel",
        bytt_at=NU,
        bytt_av=s.stad.sara,
    )
    cases.Skyddsandring.objects.create(aspirant=s.person, fran_niva=0, till_niva=1, andrad_at=NU, andrad_av=s.stad.sara)
    cases.Nodoppning.objects.update(oppnad_at=NU, galler_till=NU + timedelta(minutes=60))
    cases.Nodgranskning.objects.create(
        nodoppning=s.nodoppning,
        for_enheter=[s.stad.spanga.pk],
        utfall="befogad",
        granskad_at=NU,
        granskad_av=s.stad.stina,
    )
    cases.Skyddsbehorighet.objects.create(aspirant=s.person, user=s.stad.carl, fran=DAG)


def _samtal(s: Scen) -> None:
    protokoll = Samtalsprotokoll.objects.get(samtal=s.samtal)
    mine = {"aspirant": s.person, "namnd": s.stad.kista.namnd, "protokoll": protokoll}
    Deltagare.objects.create(**mine, part="aspirant", namn="Aspiranten")
    Agendapunkt.objects.create(**mine, rubrik="Läsa SFI kurs C")
    Samtalsflytt.objects.create(
        samtal=s.samtal,
        aspirant=s.person,
        fran_datum=DAG - timedelta(days=7),
        till_datum=s.samtal.datum,
        skal=factories.kod(Samtalsskal, "annat"),
        av=s.stad.carl,
        at=NU,
    )
    OverenskommenPunkt.objects.create(**mine, vad="Söka praktik", vem="aspirant")


def _kartlaggning(s: Scen) -> None:
    utkast = Kartlaggning.objects.create(
        aspirant=s.person, namnd=s.stad.kista.namnd, enhet=s.stad.kista, skapad_av=s.stad.carl, andrad_at=NU
    )
    mine = {"aspirant": s.person, "namnd": s.stad.kista.namnd, "kartlaggning": utkast}
    Formagebedomning.objects.create(**mine, vem="coach", varde="26-50")
    Instrumentresultat.objects.create(**mine, plats=1, instrument="doa", resultat="Klar")


def _uppfoljning(s: Scen) -> None:
    manad = date(2025, 12, 1)
    leverans = Leverans.objects.create(
        sdf=s.stad.spanga, manad=manad, mottagen_at=NU, rader=1, belopp=9000, sha256="0" * 64
    )
    Registerrad.objects.create(
        leverans=leverans, sdf=s.stad.spanga, manad=manad, nummer=s.person.nummer, belopp=9000, roll="sokande"
    )
    owned = {"aspirant": s.person, "namnd": s.stad.spanga.namnd, "dag": date(2025, 12, 1), "manad": manad}
    found = {"utfall": "uppbar", "leverans": leverans, "funnen_dag": DAG}
    checkpoint = Checkpoint.objects.create(**owned, **found, inskrivning=s.slutad, manader=6)
    CheckpointHistorik.objects.create(**owned, **found, checkpoint=checkpoint, andrad_dag=DAG)


def _bevakning(s: Scen) -> None:
    """What the jobbtorg did with its own."""
    jobbtorgets = {"aspirant": s.person, "enhet": s.stad.kista}
    Bevakningsatgard.objects.create(
        **jobbtorgets, regel="egen", nyckel="1", slag="skjut_upp", till=DAG, skal="Väntar", av=s.stad.carl, at=NU
    )


def _historik() -> None:
    """Every row above left history; kept is that the person, the jobbplan and the arbetsplan came."""
    cases.Andring.objects.exclude(slag="ny", tabell__in=["cases_aspirant", "jobbplaner_plan"]).delete()


def empty_tables() -> set[str]:
    """Tables of the matrix that the scene has no row in: a new one gets its row here."""

    with as_owner(), connection.cursor() as cursor:
        found = set()
        for table in PROTECTED:
            cursor.execute(f"SELECT NOT EXISTS (SELECT 1 FROM {table})")
            if cursor.fetchone()[0]:
                found.add(table)
    return found
