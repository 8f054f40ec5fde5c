"""The person header: who this is, who holds the case, how long, and what is due next."""

from datetime import date

from config.components import Fact, PersonHeader

from . import akt, aktrader
from .models import Aspirant, Handlaggare, User, Vikariat
from .uppdrag import substitutes

SHOWN_ACTIONS = 3


def person_header(user: User, aspirant: Aspirant, today: date, *, full: bool) -> PersonHeader:
    """Everything the component shows; `full` (Översikt) adds the facts of the apps above and the buttons."""
    handlaggare = [*_handlaggare(aspirant, today), _samordnare(aspirant, today)]
    facts = [_sprak(aspirant), *handlaggare, _inskriven(aspirant, today)]
    atgarder: list = []
    if full:
        facts += [fact for kalla in akt.REGISTER.fakta if (fact := kalla(aspirant, today))]
        facts.append(_nasta_tidsgrans(user, aspirant, today))
        atgarder = akt.atgarder(user, aspirant, today)
    return PersonHeader(
        namn=aspirant.namn,
        nummer=aspirant.nummer,
        alder=aspirant.alder(today),
        skyddad=aspirant.skyddad,
        facts=[fact for fact in facts if fact],
        actions=atgarder[:SHOWN_ACTIONS],
        more_actions=atgarder[SHOWN_ACTIONS:],
    )


def _sprak(aspirant: Aspirant) -> Fact:
    sprak = aspirant.sprak or "Svenska"
    if aspirant.tolk:
        return Fact(label="Språk", text=sprak, note="Tolk behövs", line=f"Tolk: {sprak.lower()}", icon="languages")
    return Fact(label="Språk", text=sprak, note="Ingen tolk")


def _handlaggare(aspirant: Aspirant, today: date) -> list[Fact]:
    rader = [rad for rad in aktrader.handlaggare(aspirant) if rad.aktuell_den(today)]
    per_slag, borta = {rad.enhet.slag: rad for rad in rader}, substitutes(rader, today)
    facts = []
    for label, slag in (("Coach", "jobbtorg"), ("Socialsekreterare", "sdf")):
        rad = per_slag.get(slag)
        facts.append(_person(label, rad, borta.get(rad.pk) if rad else None, today))
    return facts


def _person(label: str, rad: Handlaggare | None, vikariat: Vikariat | None, today: date) -> Fact:
    if rad is None:
        return Fact(label=label, text="Ingen", note="inte utsedd")
    ersattare = f"Ersättare till {vikariat.till}: {vikariat.ersattare.namn}" if vikariat else ""
    sista = ", till och med i dag" if rad.till == today else ""
    line = f"{rad.user.namn}, {rad.enhet}{sista}"
    return Fact(label=label, text=rad.user.namn, note=ersattare or f"{rad.enhet}{sista}", line=line)


def _samordnare(aspirant: Aspirant, today: date) -> Fact | None:
    rad = next((rad for rad in aktrader.samordnare(aspirant) if rad.aktuell_den(today)), None)
    if rad is None:
        return None
    return Fact(label="Samordnare", text=rad.user.namn, note=str(rad.enhet), line=f"{rad.user.namn}, {rad.enhet}")


def _inskriven(aspirant: Aspirant, today: date) -> Fact:
    alla = aktrader.inskrivningar(aspirant)
    if not alla:
        return Fact(label="Inskriven", text="Nej", note="aldrig inskriven")
    senaste = alla[-1]
    if senaste.avslutad:
        slutade = f"avslutad {senaste.avslutad}"
        return Fact(label="Inskrivning", text="Avslutad", note=f"{senaste.avslutad}", line=slutade)
    dagar = f"{senaste.dagar(today)} dagar"
    gang = f", {_ordinal(len(alla))} gången" if len(alla) > 1 else ""
    return Fact(label="Inskriven", text=dagar, note=f"sedan {senaste.inskriven}{gang}", line=dagar)


def _ordinal(nr: int) -> str:
    return {2: "andra", 3: "tredje", 4: "fjärde", 5: "femte"}.get(nr, f"{nr}:e")


def _nasta_tidsgrans(user: User, aspirant: Aspirant, today: date) -> Fact | None:
    granser = akt.personens_tidsgranser(aspirant, user, today)
    if not granser:
        return None
    forst = granser[0]
    return Fact(
        label="Nästa tidsgräns", deadline=forst.dag, tid=forst.tid, note=forst.vad, arbetsdagar=forst.arbetsdagar
    )
