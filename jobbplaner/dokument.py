"""What of a plan or a protokoll may be handed over in parts (cases/dokument.py), and where it is read as a page."""

from collections.abc import Iterator

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from cases.akt import sida_for
from cases.dokument import Del, Dokument, written
from cases.models import Aspirant, Handlingstyp

from .models import Agendapunkt, Plan, Samtalsprotokoll
from .sprak import ansvarig


def planer(aspirant: Aspirant, namnder: set[int]) -> Iterator[Dokument]:
    """The plans in force."""
    gallande = Plan.objects.publicerade().filter(aspirant=aspirant, namnd__in=namnder, ersatt_at=None)
    for plan in gallande.select_related("enhet__namnd", "handling").prefetch_related("delmal", "foregas_av__utfall"):
        yield Dokument(
            nyckel=f"plan-{plan.pk}",
            typ=plan.slag,
            titel=str(plan),
            enhet=plan.enhet,
            handling=plan.handling,
            delar=_parts_of_plan(plan, aspirant),
        )


def _parts_of_plan(plan: Plan, aspirant: Aspirant) -> tuple[Del, ...]:
    delmal = tuple(
        (d.vad, ansvarig(d.vem, aspirant) or "Inte bestämt", _dag(d.senast), d.get_lage_display())
        for d in plan.delmal.all()
    )
    uppfoljning = f"Planen följs upp {plan.nasta_uppfoljning}." if plan.nasta_uppfoljning else ""
    slut = f" Den gäller till och med {plan.slutdatum}." if plan.slutdatum else ""
    return written(
        Del(kod="mal", namn="Mål och delmål", text=plan.mal, kolumner=("Vad", "Vem", "Senast", "Läge"), rader=delmal),
        Del(kod="egna_ord", namn="Egna önskemål", text=plan.egna_ord),
        Del(kod="motprestation", namn="Det som begärs av personen", text=plan.motprestation),
        Del(kod="stod", namn="Stöd som ges", text=plan.stod),
        Del(kod="planerade_insatser", namn="Planerade insatser", text=plan.planerade_insatser),
        Del(kod="timmar", namn="Timmar i veckan", text=_hours(plan)),
        *_outcomes(plan),
        Del(kod="uppfoljning", namn="Nästa uppföljning", text=uppfoljning + slut),
    )


def _hours(plan: Plan) -> str:
    """Assigned hours and own job search apart."""
    rader = []
    if plan.anvisade_timmar is not None:
        mal = f" av {plan.mal_timmar}" if plan.mal_timmar is not None else ""
        rader.append(f"Anvisad aktivitet: {plan.anvisade_timmar}{mal} timmar. {plan.timskal}".strip())
    if plan.jobbsokande_timmar is not None:
        rader.append(f"Eget jobbsökande: {plan.jobbsokande_timmar} timmar, räknas inte som anvisad aktivitet.")
    return "\n".join(rader)


def _outcomes(plan: Plan) -> list[Del]:
    """What the follow-ups that led to this version said."""
    return [
        Del(
            kod=f"utfall-{u.pk}",
            namn=f"Uppföljning av version {u.plan_nummer}, {u.datum}",
            text=" ".join(filter(None, [f"{u.get_mal_utfall_display()}.", u.mal_text])),
            kolumner=("Delmål", "Hur det gick", "Vad som hände"),
            rader=tuple((x.vad, x.get_utfall_display(), x.resultat or "Inget skrivet") for x in u.utfall.all()),
        )
        for u in plan.foregas_av.all()
    ]


def protokoll(aspirant: Aspirant, namnder: set[int]) -> Iterator[Dokument]:
    """Signed protokoll, latest first."""
    signerade = Samtalsprotokoll.objects.filter(aspirant=aspirant, namnd__in=namnder, handling__isnull=False)
    rader = signerade.select_related("samtal__enhet__namnd", "handling").prefetch_related(
        "deltagare", "agenda", "punkter"
    )
    for p in rader.order_by("-samtal__datum"):
        if p.handling is None:  # bears a former identity
            continue
        yield Dokument(
            nyckel=f"protokoll-{p.pk}",
            typ=Handlingstyp.PROTOKOLL,
            titel=p.handling.titel,
            enhet=p.samtal.enhet,
            handling=p.handling,
            delar=_parts_of_protokoll(p, aspirant),
        )


def _parts_of_protokoll(p: Samtalsprotokoll, aspirant: Aspirant) -> tuple[Del, ...]:
    punkter = tuple((x.vad, ansvarig(x.vem, aspirant), _dag(x.senast)) for x in p.punkter.all())
    narvaro = tuple((d.get_part_display(), d.namn, d.get_narvaro_display()) for d in p.deltagare.all())
    agenda = tuple((a.rubrik, _utfall(a), a.anteckning) for a in p.agenda.all())
    andras = f"{p.get_planval_display()}. {p.planen}" if p.planval else p.planen
    haller_med = f"Håller med: {p.get_haller_med_display().lower()}. " if p.haller_med else ""
    return written(
        Del(kod="deltagare", namn="Deltagare", kolumner=("Part", "Namn", "Närvaro"), rader=narvaro),
        Del(kod="nulage", namn="Nuläget", text=p.nulage),
        Del(kod="agenda", namn="Vad har det blivit av delmålen?", kolumner=("Vad", "Läge", "Anteckning"), rader=agenda),
        Del(kod="insatserna", namn="Hur insatserna fungerar", text=p.insatserna),
        Del(kod="planen", namn="Behöver planen ändras?", text=andras),
        Del(kod="punkter", namn="Överenskommet", kolumner=("Vad ska göras", "Vem", "Senast"), rader=punkter),
        Del(kod="svar", namn="Personens svar", text=haller_med + p.egna_ord),
    )


def _utfall(punkt: Agendapunkt) -> str:
    utfall = punkt.get_utfall_display() or "Inte bedömt"
    return f"{utfall}. Nytt datum {punkt.ny_dag}" if punkt.ny_dag else utfall


def _dag(dag) -> str:
    return f"{dag}" if dag else "Inte bestämt"


def sidor(ids: list[int]) -> Iterator[QuerySet]:
    """Plans and protokoll are read on their own tabs."""
    planer = Plan.objects.filter(handling__in=ids)
    yield sida_for(planer, "handling", Concat(Value("jobbplaner:"), "slag", Value("_version")), "aspirant", "pk")
    protokoll = Samtalsprotokoll.objects.filter(handling__in=ids)
    yield sida_for(protokoll, "handling", "jobbplaner:samtal_edit", "aspirant", "samtal")
