"""Inskrivning at a jobbtorg: one open at a time, answers the remiss, names the coach (domain.md 2.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases.akt import changed
from cases.enums import Remissvar, Skyddsgrund
from cases.models import Aspirant, Enhet, Inskrivning, RattsligGrund, Remiss, Samtycke, User
from config.dates import local_date

from .fel import RuleBrokenError, constraints_as
from .handlaggare import assign_handlaggare
from .remisser import answer_remiss
from .samtycken import OVER
from .skydd import follow_assignments, name_reader


@dataclass(frozen=True, kw_only=True)
class Samtyckesuppgifter:
    """Consent to hand over from the jobbtorg's nämnd to the SDF's, given at inskrivning."""

    typer: Sequence[str]
    omfattning: str
    satt: str
    till: date


@dataclass(frozen=True, kw_only=True)
class Inskrivningsuppgifter:
    """What the form asks. `fore_remissen`: the writer has said that the day before the remiss is right.
    `annorlunda_skal`: why it is done otherwise than the remiss asks."""

    inskriven: date
    inskrivningssatt: str
    rattslig_grund: RattsligGrund
    coach: User
    malgrupp: str = ""
    fore_remissen: bool = False
    annorlunda_skal: str = ""
    samtycke: Samtyckesuppgifter | None = None


class InskrivningError(RuleBrokenError):
    """The person cannot be enrolled so."""


class AlreadyEnrolledError(InskrivningError):
    """There is an open enrolment."""

    def __init__(self, inskrivning: Inskrivning):
        super().__init__(
            f"Personen är redan inskriven vid {inskrivning.jobbtorg} sedan {inskrivning.inskriven}. "
            "Den inskrivningen måste avslutas först."
        )
        self.inskrivning = inskrivning


def otherwise(remiss: Remiss, satt: str, grund: RattsligGrund) -> str:
    """What is not as the remiss asks, and so needs a reason that the SDF reads; "" when all is."""
    if satt != remiss.inskrivningssatt:
        return f"Remissen ber om {remiss.get_inskrivningssatt_display().lower()}. Skriv varför det blir på annat sätt."
    if grund.pk != remiss.rattslig_grund_id:
        return f"Remissen anger {remiss.rattslig_grund}. Skriv varför grunden är en annan."
    return ""


def malgrupper(dag: date, rules: Mapping) -> list[str]:
    """Target groups that existed on `dag`, from the routing rules; none after 2018-08-31 in Stockholm."""
    day = dag.isoformat()
    in_force = [r for r in rules["regler"] if r["giltig_fran"] <= day and (r["giltig_till"] or day) >= day]
    return sorted({r["malgrupp"] for r in in_force if r["malgrupp"]})


@transaction.atomic
def enrol(
    *,
    aspirant: Aspirant,
    jobbtorg: Enhet,
    remiss: Remiss | None,
    uppgifter: Inskrivningsuppgifter,
    rules: Mapping,
    by: User,
    now: datetime,
) -> Inskrivning:
    """Enrol with a copy of what is known of the person today, and accept the remiss in the same transaction.

    Raises InskrivningError (AlreadyEnrolledError, also for a second click) or AlreadyAnsweredError, and writes nothing.
    """
    aspirant = Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    _check(aspirant, remiss, uppgifter, rules, local_date(now))
    if remiss:
        remiss = _accept(remiss, uppgifter, by, now)
    with constraints_as(InskrivningError):
        inskrivning = Inskrivning.objects.create(
            aspirant=aspirant,
            jobbtorg=jobbtorg,
            sdf=aspirant.sdf,
            remiss=remiss,
            inskriven=uppgifter.inskriven,
            inskrivningssatt=uppgifter.inskrivningssatt,
            malgrupp=uppgifter.malgrupp,
            rattslig_grund=uppgifter.rattslig_grund,
            arbetsformaga=aspirant.arbetsformaga,
            forsorjningshinder=aspirant.forsorjningshinder,
            forsorjningsstod_sedan=aspirant.forsorjningsstod_sedan,
        )
    assign_handlaggare(aspirant=aspirant, enhet=jobbtorg, user=uppgifter.coach, fran=uppgifter.inskriven)
    if aspirant.skydd:
        name_reader(aspirant=aspirant, user_id=uppgifter.coach.pk, now=now, grund=Skyddsgrund.HANDLAGGARE)
        follow_assignments(aspirant=aspirant, now=now)
    if uppgifter.samtycke:
        _register_samtycke(inskrivning, uppgifter.samtycke, by)
    changed(aspirant.pk)
    return inskrivning


def _accept(remiss: Remiss, uppgifter: Inskrivningsuppgifter, by: User, now: datetime) -> Remiss:
    annorlunda = uppgifter.annorlunda_skal
    return answer_remiss(remiss=remiss, svar=Remissvar.MOTTAGEN, by=by, now=now, annorlunda=annorlunda)


def _check(aspirant: Aspirant, remiss: Remiss | None, uppgifter: Inskrivningsuppgifter, rules, today: date) -> None:
    dag = uppgifter.inskriven
    if oppen := Inskrivning.objects.oppna().filter(aspirant=aspirant).select_related("jobbtorg").first():
        raise AlreadyEnrolledError(oppen)
    if dag > today:
        raise InskrivningError("Inskrivningen kan inte ligga i framtiden.", "inskriven")
    if remiss and dag < local_date(remiss.skickad_at) and not uppgifter.fore_remissen:
        raise InskrivningError(
            f"Dagen ligger före remissen, som skickades {local_date(remiss.skickad_at)}. "
            "Markera att det stämmer, eller ändra dagen.",
            "inskriven",
        )
    text = otherwise(remiss, uppgifter.inskrivningssatt, uppgifter.rattslig_grund) if remiss else ""
    if text and not uppgifter.annorlunda_skal:
        raise InskrivningError(text, "annorlunda_skal")
    if uppgifter.malgrupp and uppgifter.malgrupp not in malgrupper(dag, rules):
        raise InskrivningError("Den målgruppen fanns inte den dagen.", "malgrupp")
    if uppgifter.samtycke and uppgifter.samtycke.till < today:
        raise InskrivningError(OVER, "samtycke_till")
    if tidigare := _covering(aspirant, dag):
        raise InskrivningError(
            f"Personen var inskriven vid {tidigare.jobbtorg} {tidigare.inskriven} till {tidigare.avslutad}. "
            "Välj en dag efter det.",
            "inskriven",
        )


def _covering(aspirant: Aspirant, dag: date) -> Inskrivning | None:
    """A closed enrolment that an open one from `dag` would overlap."""
    return Inskrivning.objects.filter(aspirant=aspirant, avslutad__gte=dag).select_related("jobbtorg").first()


def _register_samtycke(inskrivning: Inskrivning, uppgifter: Samtyckesuppgifter, by: User) -> Samtycke:
    return Samtycke.objects.create(
        aspirant=inskrivning.aspirant,
        typer=sorted(uppgifter.typer),
        omfattning=uppgifter.omfattning,
        satt=uppgifter.satt,
        fran_namnd=inskrivning.jobbtorg.namnd,
        till_namnd=inskrivning.sdf.namnd,
        fran=inskrivning.inskriven,
        till=uppgifter.till,
        mottaget_av=by,
        registrerat_av=by,
    )
