"""One person's akt with something of every kind in it, for the table of permissions."""

from dataclasses import dataclass
from datetime import date, timedelta

from cases import models as cases
from cases.enums import Namndslag
from cases.services.handlingar import hand_over
from insatser.models import Insats, Placering
from jobbplaner.models import Kartlaggning, Plan, Planuppfoljning, Samtalsprotokoll, Trepartssamtal
from tests.cases.handlaggare_data import overlamnad, vikariat
from tests.cases.journal_data import anteckning, med_bilaga
from tests.factories import NamndFabrik, Stad, as_owner, at, inskrivning, kod, remiss
from tests.insatser.fabriker import insats, placering
from tests.jobbplaner.fabriker import publicerad, samtycke, uppfoljd
from tests.jobbplaner.kartlaggning_data import slutford
from uppfoljning.enums import RapportLage
from uppfoljning.models import Bevakning, Bevakningsatgard, EgenBevakning, Rapport

NU = at("2026-11-24 09:30")


@dataclass
class Scen:
    """The standing cast and the rows that URLs point to."""

    stad: Stad
    person: cases.Aspirant
    oppen: cases.Inskrivning
    slutad: cases.Inskrivning
    remiss: cases.Remiss
    plan: Plan
    arbetsplan: Plan
    uppfoljning: Planuppfoljning
    utlamnande: cases.Utlamnande
    samtycke: cases.Samtycke
    samtal: Trepartssamtal
    kartlaggning: Kartlaggning
    insats: Insats
    placering: Placering
    rapport: Rapport
    overlamning: cases.Overlamning
    vikariat: cases.Vikariat
    nummerfraga: cases.Nummerfraga
    bevakning: Bevakning
    stangd: Bevakningsatgard
    anteckning: cases.Journalanteckning
    utkast: cases.Journalanteckning
    bilaga: cases.Bilaga
    nodoppning: cases.Nodoppning


def _bevakad(person, stad: Stad) -> Bevakning:
    """The jobbtorg's own."""
    dag = date(2026, 11, 24)
    egen = EgenBevakning.objects.create(
        aspirant=person, enhet=stad.kista, text="Ring skolan", dag=dag, av=stad.carl, skapad_at=NU
    )
    return Bevakning.objects.create(
        aspirant=person,
        enhet=stad.kista,
        regel="egen",
        nyckel=str(egen.pk),
        fran=dag,
        dag=dag,
        galler_dag=dag,
        egen=egen,
    )


def _stangd(person, stad: Stad) -> Bevakningsatgard:
    """One that Carl has closed at the jobbtorg, an own one of his."""
    egen = EgenBevakning.objects.create(
        aspirant=person, enhet=stad.kista, text="Boka rum", dag=date(2026, 11, 25), av=stad.carl, skapad_at=NU
    )
    nyckel = {"aspirant": person, "enhet": stad.kista, "regel": "egen", "nyckel": str(egen.pk)}
    return Bevakningsatgard.objects.create(**nyckel, slag="stang", skal="Det ordnade sig", av=stad.carl, at=NU)


def scen() -> Scen:
    """Enrolled at Kista by remiss from Spånga-Tensta, with plan, talk, placering and what was handed over."""
    stad = Stad()
    person = stad.aspirant()
    sent = remiss(person, stad.kista, stad.sara)
    slutad = inskrivning(person, stad.kista, date(2025, 1, 7), date(2025, 6, 1), "arbete_ej_subventionerat")
    oppen = inskrivning(person, stad.kista)
    with as_owner():
        for user, enhet in ((stad.carl, stad.kista), (stad.sara, stad.spanga)):
            cases.Handlaggare.objects.create(aspirant=person, user=user, enhet=enhet, fran=date(2026, 5, 25))
        overlamning = overlamnad(person, stad.spanga, stad.stina, stad.sara)
        plan = publicerad(person, stad.kista, stad.carl, inskrivning=oppen)
        arbetsplan = publicerad(person, stad.spanga, stad.sara, slag="arbetsplan")
        utlamnande = hand_over(
            handling=plan.handling,
            till_enhet=stad.spanga,
            grund=kod(cases.RattsligGrund, "nodvandigt_egen_verksamhet"),
            by=stad.carl,
            now=NU,
        )
        consent = samtycke(person, stad.kista, stad.spanga, stad.carl)
        samtal = Trepartssamtal.objects.create(
            aspirant=person, enhet=stad.kista, datum=date(2026, 11, 20), skapad_av=stad.carl
        )
        Samtalsprotokoll.objects.create(aspirant=person, namnd=stad.kista.namnd, samtal=samtal)
        cases.LangsiktigtStod.objects.create(
            aspirant=person,
            inskrivning=slutad,
            enhet=stad.kista,
            user=stad.carl,
            overenskommet=date(2025, 5, 20),
            fran=date(2025, 6, 1),
            till=date(2025, 12, 1),
            omfattning="Ett samtal i månaden",
        )
        karta = slutford(person, stad.kista, stad.carl)
        plats = insats(stad.kista)
        plac = placering(person, plats, stad.carl)
        rapport = Rapport.objects.create(
            namnd=NamndFabrik(kod="arbetsmarknad", slag=Namndslag.ARBETSMARKNAD),
            ar=2026,
            tertial=2,
            version=1,
            lage=RapportLage.MISSLYCKAD,
            bestalld_at=NU,
            bestalld_av=stad.nina,
        )
        fraga = cases.Nummerfraga.objects.create(
            user=stad.hanna,
            enhet=stad.hagersten,
            fragad_at=NU,
            svar="annan",
            referens="7F3K-9CLM",
            nummer=person.nummer,
        )
        utkast = anteckning(person, stad.kista, stad.carl, signerad=None)
        signerad = anteckning(person, stad.kista, stad.carl, signerad=None)
        bilaga = med_bilaga(signerad)
        cases.Journalanteckning.objects.filter(pk=signerad.pk).update(signerad_at=NU)
        nodoppning = cases.Nodoppning.objects.create(
            aspirant=person,
            user=stad.hanna,
            oppnare_enheter=[stad.hagersten.pk],
            skal="Personen står i receptionen och mår mycket dåligt.",
            oppnad_at=NU - timedelta(hours=2),
            galler_till=NU - timedelta(hours=1),
        )
        bevakning = _bevakad(person, stad)
        stangd = _stangd(person, stad)
    return Scen(
        stad,
        person,
        oppen,
        slutad,
        sent,
        plan,
        arbetsplan,
        uppfoljd(plan, stad.kista, stad.carl, oppen, mal_utfall="natt"),
        utlamnande,
        consent,
        samtal,
        karta,
        plats,
        plac,
        rapport,
        overlamning,
        vikariat(stad.sara, stad.stina, stad.spanga),
        fraga,
        bevakning,
        stangd,
        signerad,
        utkast,
        bilaga,
        nodoppning,
    )
