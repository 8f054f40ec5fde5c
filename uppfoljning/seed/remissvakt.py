"""Reminders of the remisser that wait, as the nights wrote them, one by Sara, and a remiss that nobody answered."""

from datetime import date, timedelta

from cases.enums import Paminnelseslag, Remissvar
from cases.models import RattsligGrund, Remiss, Remisspaminnelse
from config.dates import add_workdays

from .skriv import Rum, at

UTGAR_DAGAR = 30
SEDAN = 52


def write_reminders(rum: Rum) -> None:
    today = rum.stad.today
    vantar = list(Remiss.objects.obesvarade().order_by("pk"))
    rader = [rad for remiss in vantar for rad in _of_the_nights(remiss, today)]
    sara = rum.users["sara"]
    sena = [r for r in vantar if r.skickad_av_id == sara.pk and r.svar_senast < today]
    if sena:
        i_gar = add_workdays(today, -1)
        rader.append(_row(sena[0], Paminnelseslag.AVSANDARE, i_gar, "10:40", sara))
    utgangen = _unanswered(rum)
    if utgangen:
        rader += _of_the_nights(utgangen, today)
    Remisspaminnelse.objects.bulk_create(rader)


def _of_the_nights(remiss: Remiss, today: date) -> list[Remisspaminnelse]:
    dagar = {
        Paminnelseslag.NARMAR: add_workdays(remiss.svar_senast, -1),
        Paminnelseslag.PASSERAD: add_workdays(remiss.svar_senast, 1),
    }
    return [_row(remiss, slag, dag, "00:05") for slag, dag in dagar.items() if dag <= today]


def _row(remiss: Remiss, slag: str, dag: date, klockan: str, av=None) -> Remisspaminnelse:
    return Remisspaminnelse(
        aspirant_id=remiss.aspirant_id, remiss=remiss, slag=slag, dag=dag, paminde_at=at(dag, klockan), paminde_av=av
    )


def _unanswered(rum: Rum) -> Remiss | None:
    """Someone whom only the SDF knows, of Sara's if there is one; the question went to Kista and ended there."""
    kanda = [(p, a) for p, a in rum.par() if p.socialsekreterare and _only_known_here(p, rum)]
    par = min(kanda, key=lambda pa: (pa[0].socialsekreterare != "sara", pa[1].pk), default=None)
    if par is None:
        return None
    (person, aspirant), today = par, rum.stad.today
    skickad = add_workdays(today - timedelta(days=SEDAN), 1)
    senast = add_workdays(skickad, 5)
    return Remiss.objects.create(
        aspirant=aspirant,
        sdf=aspirant.sdf,
        jobbtorg=rum.jobbtorg("Kista"),
        skickad_at=at(skickad, "13:20"),
        skickad_av=rum.users[person.socialsekreterare],
        fraga="Har arbetat i storkök och vill tillbaka. Vilken väg är rimlig, och vad behöver personen för stöd?",
        inskrivningssatt="gruppinformation",
        rattslig_grund=RattsligGrund.objects.get(kod="sol_aktivitet"),
        svar_senast=senast,
        svar=Remissvar.UTGANGEN,
        besvarad_at=at(senast + timedelta(days=UTGAR_DAGAR + 1), "00:05"),
        utgangen_skal=f"Jobbtorget svarade inte inom {UTGAR_DAGAR} dagar efter {senast}, då svaret skulle ha kommit.",
    )


def _only_known_here(p, rum: Rum) -> bool:
    gammal = (rum.stad.today - p.registrerad).days > SEDAN + 14
    return gammal and not p.vistelser and not p.remisser and not p.tidigare and not p.skydd and p.stod[-1][1] is None
