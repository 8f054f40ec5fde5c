"""What a trepartssamtal says, apart from where it is stored, and what it must say to be signed."""

from dataclasses import dataclass, field, replace
from datetime import date, time

from jobbplaner.enums import HallerMed, Motpart, Narvaro, Part, Planval, Utfall
from jobbplaner.models import Trepartssamtal
from jobbplaner.sprak import enumerate_words

# Who has to be there for a samtal to be one of three parties (domain.md 2.7 and 2.8)
TREDJE = {Motpart.SOCIALTJANST: Part.SOCIALSEKRETERARE, Motpart.AF: Part.AF}
SVAR = ("haller_med", "egna_ord", "lassatt")
ASK = "Läs upp protokollet och fråga om personen håller med"


def needed(motpart: str) -> tuple[Part, Part, Part]:
    """The three parties."""
    return Part.ASPIRANT, Part.COACH, TREDJE[Motpart(motpart)]


@dataclass(frozen=True, kw_only=True)
class Bokning:
    """When, where, with which third party and which interpreter."""

    datum: date
    tid: time | None = None
    slut: time | None = None
    plats: str = ""
    motpart: str = Motpart.SOCIALTJANST
    tolk: str = ""
    tolk_sprak: str = ""
    tolk_satt: str = ""

    def nar_och_var(self) -> tuple:
        """What a calendar shows: a change of it is a rescheduling."""
        return self.datum, self.tid, self.slut, self.plats

    def falt(self) -> dict:
        return {**self.__dict__}


def booking_of(samtal: Trepartssamtal) -> Bokning:
    return Bokning(**{namn: getattr(samtal, namn) for namn in Bokning.__dataclass_fields__})


@dataclass(frozen=True, kw_only=True)
class Deltagarrad:
    pk: int | None = None
    plats: int | None = None
    part: str = ""
    namn: str = ""
    narvaro: str = ""
    franvaroskal: str = ""
    skal: str = ""

    @property
    def ar_tom(self) -> bool:
        return not (self.namn or self.skal)

    @property
    def ar_med(self) -> bool:
        return self.narvaro in Narvaro.med()


@dataclass(frozen=True, kw_only=True)
class Agendarad:
    pk: int | None = None
    plats: int | None = None
    rubrik: str = ""
    utfall: str = ""
    anteckning: str = ""
    ny_dag: date | None = None

    @property
    def ar_tom(self) -> bool:
        return not (self.rubrik or self.anteckning or self.utfall or self.ny_dag)


@dataclass(frozen=True, kw_only=True)
class Punktrad:
    pk: int | None = None
    plats: int | None = None
    vad: str = ""
    vem: str = ""
    senast: date | None = None

    @property
    def ar_tom(self) -> bool:
        return not (self.vad or self.vem or self.senast)


@dataclass(frozen=True, kw_only=True)
class Samtalsinnehall:
    """All that is written at a samtal, apart from its booking. Nothing is needed until it is signed."""

    nulage: str = ""
    insatserna: str = ""
    planval: str = ""
    planen: str = ""
    haller_med: str = ""
    egna_ord: str = ""
    lassatt: str = ""
    deltagare: tuple[Deltagarrad, ...] = field(default=())
    agenda: tuple[Agendarad, ...] = field(default=())
    punkter: tuple[Punktrad, ...] = field(default=())

    def egna(self) -> dict[str, str]:
        """The protokoll's own fields."""
        rader = {"deltagare", "agenda", "punkter"}
        return {namn: getattr(self, namn) for namn in self.__dataclass_fields__ if namn not in rader}

    def svar(self) -> tuple[str, ...]:
        return tuple(getattr(self, namn) for namn in SVAR)

    def text(self) -> tuple:
        """What it says, for comparing two contents. Empty rows say nothing and are never stored."""
        return self.laslig(), self.svar()

    def laslig(self) -> tuple:
        """What the person is read before answering: all but the answer itself."""
        deltagare = tuple((d.part, d.namn, d.narvaro, d.franvaroskal, d.skal) for d in self.deltagare if not d.ar_tom)
        agenda = tuple((a.rubrik, a.utfall, a.anteckning, a.ny_dag) for a in self.agenda if not a.ar_tom)
        punkter = tuple((p.vad, p.vem, p.senast) for p in self.punkter if not p.ar_tom)
        return self.nulage, self.insatserna, self.planval, self.planen, deltagare, agenda, punkter


def from_samtal(samtal: Trepartssamtal) -> Samtalsinnehall:
    protokoll = samtal.protokoll
    return Samtalsinnehall(
        **{namn: getattr(protokoll, namn) for namn in Samtalsinnehall().egna()},
        deltagare=tuple(
            Deltagarrad(
                pk=d.pk,
                part=d.part,
                namn=d.namn,
                narvaro=d.narvaro,
                franvaroskal=d.franvaroskal.kod if d.franvaroskal else "",
                skal=d.skal,
            )
            for d in protokoll.deltagare.all()
        ),
        agenda=tuple(
            Agendarad(pk=a.pk, rubrik=a.rubrik, utfall=a.utfall, anteckning=a.anteckning, ny_dag=a.ny_dag)
            for a in protokoll.agenda.all()
        ),
        punkter=tuple(Punktrad(pk=p.pk, vad=p.vad, vem=p.vem, senast=p.senast) for p in protokoll.punkter.all()),
    )


def with_valid_answer(nytt: Samtalsinnehall, lagrat: Samtalsinnehall) -> Samtalsinnehall:
    """`nytt`, without the person's answer when it was given to another text (design/NOTES.md 6.3)."""
    if nytt.haller_med and nytt.svar() == lagrat.svar() and nytt.laslig() != lagrat.laslig():
        return replace(nytt, haller_med="", lassatt="")
    return nytt


def is_complete(innehall: Samtalsinnehall, motpart: str) -> bool:
    """Were all three parties there? Only such a samtal answers a due day."""
    return not missing_parties(innehall, motpart)


def missing_parties(innehall: Samtalsinnehall, motpart: str) -> list[Part]:
    """Of the three, those that were not there."""
    med = {d.part for d in innehall.deltagare if d.ar_med}
    return [part for part in needed(motpart) if part not in med]


def missing_for_signing(innehall: Samtalsinnehall, datum: date, today: date) -> dict[str, str]:
    """Field (of a row: prefix-number-column) and what to do, for what a signed protokoll must have.

    `datum` is the day of the samtal; what is wrong with it stands under the key "" since the form has no such field.
    """
    fel = {}
    if datum > today:
        fel[""] = "Samtalet har inte hållits än. Spara det, och signera när det är hållet"
    fel |= {f"deltagare-{_plats(rad, nr)}-{kolumn}": text for nr, rad, kolumn, text in _missing_people(innehall)}
    if not innehall.nulage:
        fel["nulage"] = "Skriv hur läget är innan protokollet signeras"
    fel |= {f"agenda-{_plats(rad, nr)}-{kolumn}": text for nr, rad, kolumn, text in _missing_agenda(innehall)}
    if not innehall.planval:
        fel["planval"] = "Välj om planen behöver ändras"
    if innehall.planval == Planval.MAL and not innehall.planen:
        fel["planen"] = "Skriv det nya målet"
    fel |= {f"punkter-{_plats(rad, nr)}-{kolumn}": text for nr, rad, kolumn, text in _missing_points(innehall)}
    return fel | _missing_answer(innehall)


def asked_at_signing(innehall: Samtalsinnehall, datum: date, today: date) -> dict[str, str]:
    """As `missing_for_signing`, while it is written: the person is to be asked until it is said that they are away."""
    fel = missing_for_signing(innehall, datum, today)
    okant = any(d.part == Part.ASPIRANT and not d.narvaro for d in innehall.deltagare)
    return fel | ({"haller_med": ASK} if okant and not innehall.haller_med else {})


def _missing_people(innehall: Samtalsinnehall):
    for nr, rad in enumerate(innehall.deltagare):
        if not rad.ar_tom and not rad.narvaro:
            yield nr, rad, "narvaro", f"Välj om {rad.namn or 'deltagaren'} var med"
        if not rad.ar_tom and rad.narvaro == Narvaro.FRANVARANDE and not rad.franvaroskal:
            yield nr, rad, "narvaro", f"Välj varför {rad.namn} inte var med"


def _missing_agenda(innehall: Samtalsinnehall):
    for nr, rad in enumerate(innehall.agenda):
        if not rad.ar_tom and not rad.rubrik:
            yield nr, rad, "rubrik", f"Skriv vad punkt {nr + 1} gäller"
        if rad.ny_dag and rad.utfall in Utfall.over():
            yield nr, rad, "ny_dag", f"Ta bort det nya datumet för punkt {nr + 1}, som inte fortsätter"


def _missing_points(innehall: Samtalsinnehall):
    for nr, rad in enumerate(innehall.punkter):
        if rad.ar_tom:
            continue
        if not rad.vad:
            yield nr, rad, "vad", f"Skriv vad som ska göras i punkt {nr + 1}"
        if not rad.vem:
            yield nr, rad, "vem", f"Välj vem som gör punkt {nr + 1}"
        if not rad.senast:
            yield nr, rad, "senast", f"Skriv när punkt {nr + 1} ska vara klar"


def passed_dates(innehall: Samtalsinnehall, today: date) -> str:
    """What to ask before signing: something agreed on should have been done before today. Empty when nothing should."""
    nr = [str(n + 1) for n, rad in enumerate(innehall.punkter) if rad.senast and rad.senast < today]
    if not nr:
        return ""
    vad = f"Datumet för punkt {nr[0]}" if len(nr) == 1 else f"Datumen för punkt {enumerate_words(nr)}"
    return f"{vad} under Överenskommet har passerat. Rätta, eller kryssa i rutan om det ska stå så."


def _missing_answer(innehall: Samtalsinnehall) -> dict[str, str]:
    """A person who was there is asked, and answers in own words what they agree with only in part."""
    fel = {}
    aspirant_med = any(d.ar_med for d in innehall.deltagare if d.part == Part.ASPIRANT)
    if aspirant_med and not innehall.haller_med:
        fel["haller_med"] = ASK
    if innehall.haller_med and not innehall.lassatt:
        fel["lassatt"] = "Välj hur personen fick del av texten"
    if innehall.haller_med == HallerMed.DELVIS and not innehall.egna_ord:
        fel["egna_ord"] = "Skriv med personens egna ord vad hen inte håller med om"
    return fel


def half_answered(innehall: Samtalsinnehall) -> dict[str, str]:
    """What the database refuses of an answer, also in a draft."""
    fel = {k: v for k, v in _missing_answer(innehall).items() if k != "haller_med"}
    if innehall.lassatt and not innehall.haller_med:
        fel["haller_med"] = "Välj om personen håller med"
    return fel


def _plats(rad, nr: int) -> int:
    return nr if rad.plats is None else rad.plats


def duplicate_parts(innehall: Samtalsinnehall) -> list[int]:
    """Rows of a party that is already on the list: only tolk, Arbetsförmedlingen and annan can be several."""
    sedda, dubbla = set(), []
    for nr, rad in enumerate(innehall.deltagare):
        if rad.part in sedda and rad.part not in {Part.TOLK, Part.AF, Part.ANNAN} and not rad.ar_tom:
            dubbla.append(_plats(rad, nr))
        if not rad.ar_tom:
            sedda.add(rad.part)
    return dubbla
