"""What has passed between the nämnder besides the jobbplaner, for the demo accounts to meet: remisser as handlingar,
arbetsplaner that Carl has not read, an utdrag that Sara has not read, a consent that was taken back."""

from datetime import timedelta

from cases.dokument import documents
from cases.models import Aspirant, RattsligGrund, Remiss, Samtycke, Utlamnande
from cases.services.handlingar import hand_over
from cases.services.remisser import establish_remiss
from cases.services.samtycken import withdraw_samtycke
from cases.services.utdrag import establish_utdrag
from config.dates import local_date
from jobbplaner.enums import Planslag
from jobbplaner.models import Plan
from jobbplaner.services.planer import establish_plan

from .amal import NUMMER
from .demodagen import CARLS, number_of
from .efter_avslut import write_places, write_programmes, write_support
from .remissvakt import write_reminders
from .skriv import Rum, at
from .utanfor import write_to_others

VID = "Kista"
NYA_ARBETSPLANER = 3
ATERKALLAT, UTDRAG = "Stålnacke", "Marklund"


def write_exchanges(rum: Rum) -> None:
    _remisser(rum)
    write_reminders(rum)
    write_support(rum)
    write_programmes(rum)
    write_places()
    _arbetsplaner(rum)
    _utdrag(rum)
    _withdrawn(rum)
    write_to_others(rum)


def _law(rum: Rum) -> RattsligGrund:
    return RattsligGrund.objects.get(kod="nodvandigt_egen_verksamhet")


def _named(efternamn: str) -> Aspirant | None:
    """One of Carl's named persons; a very small city lacks some."""
    nummer = next(number_of(n) for n in CARLS if n.efternamn == efternamn)
    return Aspirant.objects.filter(nummer=nummer).first()


def _remisser(rum: Rum) -> None:
    """Those that wait at Carl's jobbtorg, of which the older have been opened there, and the one akt told in full."""
    vantar = Remiss.objects.obesvarade().filter(jobbtorg=rum.jobbtorg(VID))
    alla = vantar | Remiss.objects.filter(aspirant__nummer=NUMMER)
    gammal = rum.stad.today - timedelta(days=2)
    rader = alla.select_related("aspirant", "sdf__namnd", "jobbtorg__namnd", "rattslig_grund", "skickad_av")
    for remiss in rader.order_by("skickad_at", "pk"):
        handling = establish_remiss(remiss=remiss, by=remiss.skickad_av, now=remiss.skickad_at)
        if remiss.svar:
            _mark(handling, remiss.besvarad_at, remiss.besvarad_av, kvitterad=True)
        elif local_date(remiss.skickad_at) < gammal:
            _mark(handling, at(local_date(remiss.skickad_at) + timedelta(days=1), "09:10"), rum.users["carl"])


def _mark(handling, nar, vem, *, kvitterad: bool = False) -> None:
    falt = {"oppnad_at": nar, "oppnad_av": vem}
    if kvitterad:
        falt |= {"kvitterat_at": nar, "kvitterat_av": vem}
    Utlamnande.objects.filter(handling=handling).update(**falt)


def _arbetsplaner(rum: Rum) -> None:
    """Sara's arbetsplaner for persons that Carl holds, sent in the last days."""
    planer = Plan.objects.publicerade().filter(
        slag=Planslag.ARBETSPLAN,
        ersatt_at=None,
        enhet=rum.sdf("Spånga-Tensta"),
        aspirant__nummer__in=[number_of(n) for n in CARLS],
        aspirant__inskrivning_set__avslutad=None,
    )
    sara = rum.users["sara"]
    for dagar, plan in enumerate(planer.order_by("aspirant_id").distinct()[:NYA_ARBETSPLANER]):
        nar = at(rum.stad.today - timedelta(days=dagar), "08:20")
        plan = establish_plan(plan=plan, by=plan.publicerad_av, now=plan.publicerad_at)
        hand_over(handling=plan.handling, till_enhet=rum.jobbtorg(VID), grund=_law(rum), by=sara, now=nar)


def _utdrag(rum: Rum) -> None:
    """The goal and the steps of one jobbplan, and nothing else of it."""
    aspirant, carl = _named(UTDRAG), rum.users["carl"]
    plan = next((d for d in documents(aspirant, {rum.jobbtorg(VID).namnd_id}) if d.typ == "jobbplan"), None)
    if plan:
        nar = at(rum.stad.today - timedelta(days=1), "15:20")
        handling = establish_utdrag(aspirant=aspirant, dokument=plan, koder=["mal"], by=carl, now=nar)
        hand_over(handling=handling, till_enhet=aspirant.sdf, grund=_law(rum), by=carl, now=nar)


def _withdrawn(rum: Rum) -> None:
    aspirant, carl = _named(ATERKALLAT), rum.users["carl"]
    dag = rum.stad.today - timedelta(days=1)
    for samtycke in Samtycke.objects.filter(aspirant=aspirant, aterkallat=None):
        withdraw_samtycke(samtycke=samtycke, aterkallat=dag, satt="muntligt", by=carl)
