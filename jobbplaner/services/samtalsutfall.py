"""Where the words of a signed samtal go: what was agreed and moved into the plan's draft, what came of each delmål into
the follow-up of the plan in force (domain.md 2.7 and 4)."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.models import Inskrivning, User
from config.dates import local_date
from jobbplaner.enums import Delmalslage, Malutfall, Planslag, Planval, Utfall
from jobbplaner.fragor import delmal_threads
from jobbplaner.models import (
    Agendapunkt,
    Delmal,
    OverenskommenPunkt,
    Plan,
    Planuppfoljning,
    Samtalsprotokoll,
    Trepartssamtal,
)
from jobbplaner.uppfoljning import Uppfoljningsinnehall, Utfallsrad, followed_up, from_uppfoljning

from .planer import add_delmal, current, start_draft
from .uppfoljningar import save_followup

RESULTAT = 500
MALET = {Planval.NEJ: Malutfall.STAR_FAST, Planval.DELMAL: Malutfall.STAR_FAST, Planval.MAL: Malutfall.ANDRAS}


def carry_into_plan(
    *, samtal: Trepartssamtal, protokoll: Samtalsprotokoll, inskrivning: Inskrivning | None, by: User, now: datetime
) -> None:
    """Nothing of a samtal that is signed after the avslut: there is no plan to write in."""
    if inskrivning is None:
        return
    plats = {
        "aspirant": samtal.aspirant,
        "slag": Planslag.JOBBPLAN,
        "enhet": samtal.enhet,
        "inskrivning": inskrivning,
        "by": by,
        "now": now,
    }
    _make_delmal(protokoll, plats)
    if protokoll.planval == Planval.MAL:
        _set_goal(protokoll.planen, plats)
    if funnet := _found(protokoll):
        _tell_draft(funnet, plats)
        _tell_followup(funnet, samtal, protokoll, plats)


def _make_delmal(protokoll: Samtalsprotokoll, plats: dict) -> None:
    punkter = list(protokoll.punkter.filter(delmal=None))
    rader = [{"vad": p.vad, "vem": p.vem, "senast": p.senast} for p in punkter]
    for punkt, nytt in zip(punkter, add_delmal(rader=rader, **plats), strict=True):
        punkt.delmal = nytt
    OverenskommenPunkt.objects.bulk_update(punkter, ["delmal"])


def _set_goal(mal: str, plats: dict) -> None:
    """The agreed goal stands in the draft, unless somebody has written another there since the plan in force."""
    utkast = Plan.objects.select_for_update(of=("self",)).get(pk=start_draft(**plats).pk)
    gallande = current(plats["aspirant"], plats["slag"], plats["enhet"])
    if utkast.mal in {"", gallande.mal if gallande else ""}:
        utkast.mal = mal
        _touch(utkast, plats, "mal")


def _touch(utkast: Plan, plats: dict, *falt: str) -> None:
    """Whoever has the draft open learns that it has changed."""
    utkast.version, utkast.andrad_av, utkast.andrad_at = utkast.version + 1, plats["by"], plats["now"]
    utkast.save(update_fields=[*falt, "version", "andrad_av", "andrad_at"])


@dataclass(frozen=True)
class Funnet:
    """What the talk said of each delmål. A delmål is the same in every version: `tradar` is key -> its first one."""

    per_trad: dict[int, Agendapunkt]
    tradar: dict[int, int]

    def __bool__(self) -> bool:
        return bool(self.per_trad)

    def om(self, delmal_id: int | None) -> Agendapunkt | None:
        return self.per_trad.get(self.tradar.get(delmal_id, delmal_id))


def _found(protokoll: Samtalsprotokoll) -> Funnet:
    agenda = protokoll.agenda.exclude(delmal=None).exclude(utfall="", ny_dag=None).select_related("delmal")
    punkter = list(agenda)
    tradar = delmal_threads(protokoll.aspirant, Planslag.JOBBPLAN) if punkter else {}
    return Funnet({tradar.get(p.delmal_id, p.delmal_id): p for p in punkter}, tradar)


def _tell_draft(funnet: Funnet, plats: dict) -> None:
    """In the draft there is: what is done is done, and what was moved has its new day unless another was written."""
    utkast = Plan.objects.utkast().filter(aspirant=plats["aspirant"], slag=plats["slag"], namnd=plats["enhet"].namnd_id)
    plan = utkast.select_for_update(of=("self",)).first()
    if plan is None:
        return
    andrade = [d for d in plan.delmal.all() if (punkt := funnet.om(d.fore_id)) and _changed(d, punkt)]
    for delmal in andrade:
        delmal.save(update_fields=["lage", "senast"])
    if andrade:
        _touch(plan, plats)


def _changed(delmal: Delmal, punkt: Agendapunkt) -> bool:
    fore = delmal.lage, delmal.senast
    if punkt.utfall == Utfall.KLART:
        delmal.lage = Delmalslage.KLART
    elif punkt.ny_dag and delmal.senast == punkt.delmal.senast:
        delmal.senast = punkt.ny_dag
    return fore != (delmal.lage, delmal.senast)


def _tell_followup(funnet: Funnet, samtal: Trepartssamtal, protokoll: Samtalsprotokoll, plats: dict) -> None:
    """The follow-up of the plan in force is begun with what was said, or its empty rows are filled; a person completes
    it. Nothing when the version is newer than the talk, or has been followed up since."""
    plan = _followed(samtal, plats)
    if plan is None:
        return
    utkast = Planuppfoljning.objects.filter(plan=plan, klar_at=None).prefetch_related("utfall").first()
    skrivet = from_uppfoljning(utkast) if utkast else Uppfoljningsinnehall()
    rader = tuple(_row(delmal, funnet.om(delmal.pk)) for delmal in followed_up(plan) if funnet.om(delmal.pk))
    innehall = _filled(skrivet, rader, samtal, protokoll)
    if not rader or innehall.text() == skrivet.text():
        return
    save_followup(
        plan=plan,
        enhet=plats["enhet"],
        innehall=innehall,
        version=utkast.version if utkast else 0,
        by=plats["by"],
        now=plats["now"],
    )


def _followed(samtal: Trepartssamtal, plats: dict) -> Plan | None:
    gallande = current(plats["aspirant"], plats["slag"], plats["enhet"])
    if gallande is None or local_date(gallande.publicerad_at) > samtal.datum:
        return None
    # Nobody begins, completes or replaces it meanwhile
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=gallande.pk)
    senare = plan.uppfoljningar.filter(klar_at__isnull=False, datum__gt=samtal.datum)
    return None if plan.ersatt_at or senare.exists() else plan


def _row(delmal: Delmal, punkt: Agendapunkt) -> Utfallsrad:
    ny_dag = None if punkt.utfall in Utfall.over() else punkt.ny_dag
    return Utfallsrad(delmal=delmal.pk, utfall=punkt.utfall, resultat=punkt.anteckning[:RESULTAT], ny_dag=ny_dag)


def _filled(
    skrivet: Uppfoljningsinnehall, rader: tuple[Utfallsrad, ...], samtal: Trepartssamtal, protokoll: Samtalsprotokoll
) -> Uppfoljningsinnehall:
    """What somebody has written stays; what is empty is filled."""
    egna = {rad.delmal: rad for rad in skrivet.utfall if rad.utfall or rad.resultat or rad.ny_dag}
    alla = {rad.delmal: rad for rad in rader} | egna
    svar = replace(skrivet, datum=skrivet.datum or samtal.datum, utfall=tuple(alla.values()))
    if skrivet.mal_utfall:
        return svar
    mal_text = skrivet.mal_text or (protokoll.planen if protokoll.planval == Planval.MAL else "")
    return replace(svar, mal_utfall=MALET.get(protokoll.planval, ""), mal_text=mal_text)
