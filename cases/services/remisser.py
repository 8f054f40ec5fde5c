"""Remiss: sent by the responsible SDF, answered by the jobbtorg (domain.md 2.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases import remissregler
from cases.akt import changed
from cases.deadlines import remiss_svar_senast
from cases.enums import Ingang, Remissvar, Skyddsgrund
from cases.models import (
    Aspirant,
    Enhet,
    Handling,
    Handlingstyp,
    Inskrivning,
    Parameter,
    RattsligGrund,
    Remiss,
    User,
    Utlamnande,
)
from cases.pdf import aterremiss_pdf, remiss_pdf
from config.dates import local_date

from .afprogram import ProgramError, Programuppgifter, learn_from_remiss
from .fel import RuleBrokenError, constraints_as
from .handlaggare import assign_handlaggare
from .handlingar import acknowledge, establish_handling, hand_back, hand_over
from .ingangar import hold_places, unfit
from .skydd import follow_assignments, name_reader


def current_rules(dag: date) -> Mapping:
    """The municipality's routing rules as a parameter; Stockholm's when none is set."""
    return Parameter.objects.varde("remissregler", dag) or remissregler.stockholms_regler()


def due_day(dag: date) -> date:
    """Last day for the jobbtorg to answer a remiss sent on `dag`."""
    return remiss_svar_senast(dag, arbetsdagar=Parameter.objects.varde("remissvar_arbetsdagar", dag))


@dataclass(frozen=True, kw_only=True)
class Remissuppgifter:
    """What the form asks. `rad` is the advice the writer saw; `coach` only for protected persons."""

    jobbtorg: Enhet
    fraga: str
    ingang: str
    inskrivningssatt: str
    rattslig_grund: RattsligGrund
    rad: remissregler.Rad
    avsteg_skal: str = ""
    af_program: str = ""
    af_program_fran: date | None = None
    af_program_till: date | None = None
    af_heltid: bool = False
    af_overenskommelse: bool = False
    overenskommen: date | None = None
    coach: User | None = None


class RemissError(RuleBrokenError):
    """The remiss cannot be sent."""


class AlreadySentError(RemissError):
    """An unanswered remiss to the jobbtorg exists."""

    def __init__(self, remiss: Remiss):
        dag = local_date(remiss.skickad_at)
        super().__init__(f"Det finns redan en obesvarad remiss till {remiss.jobbtorg}, skickad {dag}.", "jobbtorg")
        self.remiss = remiss


class MovedMeanwhileError(RemissError):
    """Another SDF became responsible after the page was asked for; that one remits."""

    def __init__(self, aspirant: Aspirant):
        super().__init__(f"Ansvaret har flyttats under tiden. {aspirant.sdf or 'Ingen stadsdel'} är ansvarig nu.")


@transaction.atomic
def send_remiss(
    *, aspirant: Aspirant, uppgifter: Remissuppgifter, by: User, now: datetime, pdf: bytes | None = None
) -> Remiss:
    """Send it: from now on the jobbtorg sees the person, a protected one only the named coach.

    It becomes a handling, handed over on the remiss's own ground; `pdf` is rendered unless given. What it says of a
    programme at Arbetsförmedlingen is written on the akt. At a jobbtorg that shows only assigned persons the chef sees
    the remiss. Raises RemissError (AlreadySentError for a second click) and sends nothing.
    """
    shown, aspirant = aspirant, Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    if aspirant.sdf_id != shown.sdf_id:
        raise MovedMeanwhileError(aspirant)
    today = local_date(now)
    _refuse_needless(aspirant, uppgifter, today)
    with constraints_as(RemissError):
        remiss = Remiss.objects.create(
            aspirant=aspirant,
            sdf=aspirant.sdf,
            jobbtorg=uppgifter.jobbtorg,
            skickad_at=now,
            skickad_av=by,
            fraga=uppgifter.fraga,
            ingang=uppgifter.ingang,
            inskrivningssatt=uppgifter.inskrivningssatt,
            rattslig_grund=uppgifter.rattslig_grund,
            svar_senast=due_day(today),
            rad=uppgifter.rad.text[:400],
            papekanden="\n".join(uppgifter.rad.papekanden)[:2000],
            avsteg_skal=uppgifter.avsteg_skal,
            af_program=uppgifter.af_program,
            af_program_fran=uppgifter.af_program_fran,
            af_program_till=uppgifter.af_program_till,
            overenskommen=uppgifter.overenskommen,
        )
    _keep_program(aspirant, uppgifter, by, now)
    if aspirant.skydd:
        _name_coach(remiss, uppgifter.coach, now)
    establish_remiss(remiss=remiss, by=by, now=now, pdf=pdf)
    changed(aspirant.pk)
    return remiss


def _name_coach(remiss: Remiss, coach: User, now: datetime) -> None:
    """The one at the jobbtorg who sees a protected person, there as handläggare where only those see."""
    name_reader(aspirant=remiss.aspirant, user_id=coach.pk, now=now, grund=Skyddsgrund.REMISS)
    if remiss.jobbtorg.bara_tilldelade:
        assign_handlaggare(aspirant=remiss.aspirant, enhet=remiss.jobbtorg, user=coach, fran=local_date(now))


def _keep_program(aspirant: Aspirant, u: Remissuppgifter, by: User, now: datetime) -> None:
    if not u.af_program:
        return
    uppgifter = Programuppgifter(
        program=u.af_program,
        fran=u.af_program_fran,
        till=u.af_program_till,
        heltid=u.af_heltid,
        overenskommelse=u.af_overenskommelse,
    )
    try:
        learn_from_remiss(aspirant=aspirant, uppgifter=uppgifter, by=by, now=now)
    except ProgramError as error:
        raise RemissError(str(error), "af_program_fran") from error


def establish_remiss(*, remiss: Remiss, by: User, now: datetime, pdf: bytes | None = None) -> Handling:
    """Freeze the remiss as a handling of the SDF's nämnd and hand it over. Raises GroundMissingError."""
    program = remissregler.program_name(remiss.af_program, current_rules(local_date(now)))
    remiss.handling = establish_handling(
        aspirant=remiss.aspirant,
        enhet=remiss.sdf,
        typ=Handlingstyp.REMISS,
        version=1,
        titel=f"Remiss till {remiss.jobbtorg}"[:160],
        pdf=remiss_pdf(remiss, program=program, now=now) if pdf is None else pdf,
        by=by,
        now=now,
    )
    remiss.save(update_fields=["handling"])
    hand_over(handling=remiss.handling, till_enhet=remiss.jobbtorg, grund=remiss.rattslig_grund, by=by, now=now)
    return remiss.handling


def _refuse_needless(aspirant: Aspirant, uppgifter: Remissuppgifter, today: date) -> None:
    jobbtorg = uppgifter.jobbtorg
    if uppgifter.ingang == Ingang.NOLLPLACERAD:
        hold_places(jobbtorg)
    if sent := Remiss.objects.obesvarade().filter(aspirant=aspirant, jobbtorg=jobbtorg).first():
        raise AlreadySentError(sent)
    if oppen := Inskrivning.objects.oppna().filter(aspirant=aspirant, jobbtorg=jobbtorg).first():
        raise RemissError(f"Personen är redan inskriven vid {jobbtorg} sedan {oppen.inskriven}.", "jobbtorg")
    brist = unfit(aspirant, uppgifter.ingang, jobbtorg, uppgifter.overenskommen, today)
    if brist and not uppgifter.avsteg_skal:
        raise RemissError(f"{brist} Skriv varför remissen skickas ändå.", "avsteg_skal")
    if uppgifter.rad.requires_reason("jobbtorg") and not uppgifter.avsteg_skal:
        raise RemissError("Skriv varför remissen skickas fast reglerna råder till något annat.", "avsteg_skal")
    if aspirant.skydd and uppgifter.coach is None:
        raise RemissError("Välj vilken coach som får se den skyddade personen.", "coach")


class AlreadyAnsweredError(RuleBrokenError):
    """Someone has answered the remiss; the first answer stands."""

    def __init__(self, remiss: Remiss):
        gick_ut = remiss.svar == Remissvar.UTGANGEN
        text = f"Remissen gick ut {local_date(remiss.besvarad_at)} utan svar." if gick_ut else ""
        super().__init__(text or f"Remissen är redan besvarad: {remiss.get_svar_display().lower()}.")
        self.remiss = remiss


@transaction.atomic
def return_remiss(*, remiss: Remiss, skal: str, by: User, now: datetime, pdf: bytes | None = None) -> Remiss:
    """Återremiss with its reason: a handling handed back on the remiss's own ground. Raises AlreadyAnsweredError."""
    remiss = answer_remiss(remiss=remiss, svar=Remissvar.ATERREMITTERAD, by=by, now=now, skal=skal)
    remiss.svarshandling = establish_handling(
        aspirant=remiss.aspirant,
        enhet=remiss.jobbtorg,
        typ=Handlingstyp.ATERREMISS,
        version=1,
        titel=f"Återremiss från {remiss.jobbtorg}"[:160],
        pdf=aterremiss_pdf(remiss, now=now) if pdf is None else pdf,
        by=by,
        now=now,
    )
    remiss.save(update_fields=["svarshandling"])
    hand_back(handling=remiss.svarshandling, till_enhet=remiss.sdf, grund=remiss.rattslig_grund, by=by, now=now)
    follow_assignments(aspirant=remiss.aspirant, now=now)
    return remiss


@transaction.atomic
def answer_remiss(
    *, remiss: Remiss, svar: Remissvar, by: User, now: datetime, skal: str = "", annorlunda: str = ""
) -> Remiss:
    """Answer once, which also says that it was received. `annorlunda`: why it is not done as asked.

    Raises AlreadyAnsweredError.
    """
    remiss = (
        Remiss.objects.select_for_update(of=("self",))
        .select_related("jobbtorg__namnd", "sdf__namnd", "aspirant", "rattslig_grund", "skickad_av")
        .get(pk=remiss.pk)
    )
    if remiss.svar:
        raise AlreadyAnsweredError(remiss)
    remiss.svar, remiss.besvarad_at, remiss.besvarad_av, remiss.aterremiss_skal = svar, now, by, skal
    remiss.annorlunda_skal = annorlunda
    remiss.save(update_fields=["svar", "besvarad_at", "besvarad_av", "aterremiss_skal", "annorlunda_skal"])
    for utlamnande in Utlamnande.objects.filter(handling=remiss.handling_id, kvitterat_at=None):
        acknowledge(utlamnande=utlamnande, by=by, now=now)
    changed(remiss.aspirant_id)
    return remiss
