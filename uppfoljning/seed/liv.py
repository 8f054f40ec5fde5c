"""A life in the demo, as plain data: what the writers put in the database and what the tests measure."""

from dataclasses import dataclass, field
from datetime import date

from .katalog import Post
from .staden import Stadsdel


@dataclass
class Planversion:
    """One published version; `skickad` and `kvitterad` are days or None.

    `nytt_mal` is why its follow-up changed the goal, `resultat` what is told there of each delmål, by its text.
    """

    publicerad: date
    nasta: date
    mal: str
    egna_ord: str
    delmal: list[tuple[str, str, date, str]]
    jobbsokande: int | None = None
    skickad: date | None = None
    kvitterad: date | None = None
    slut: date | None = None
    nytt_mal: str = ""
    resultat: dict[str, str] = field(default_factory=dict)


@dataclass
class Deltagande:
    """One placering."""

    post: Post
    fran: date
    till: date | None
    omprovas: date | None
    timmar: int
    syfte: str
    handledare: str = ""
    avslutad: date | None = None
    fullfoljd: bool = True
    orsak: str = ""
    resultat: str = ""
    kommentar: str = ""


@dataclass
class Samtal:
    """One trepartssamtal; a coming one has no protokoll."""

    dag: date
    tid: str
    plats: str
    nulage: str = ""
    insatserna: str = ""
    planen: str = ""
    punkter: list[tuple[str, str, date]] = field(default_factory=list)
    slut: str = ""
    motpart: str = "socialtjanst"
    # From which day and hour it was moved, and the code of the reason
    flyttat: tuple[date, str, str] | None = None
    installt: str = ""
    haller_med: str = "ja"
    egna_ord: str = ""
    # What came of the plan's delmål: what, outcome, note
    agenda: list[tuple[str, str, str]] = field(default_factory=list)
    satt: dict[str, str] = field(default_factory=dict)

    @property
    def hallet(self) -> bool:
        return bool(self.nulage) and not self.installt


@dataclass
class Remissrad:
    """A remiss; `svar` is mottagen, aterremitterad or empty."""

    jobbtorg: str
    skickad: date
    svar_senast: date
    fraga: str
    satt: str = "gruppinformation"
    svar: str = ""
    besvarad: date | None = None
    skal: str = ""
    af_program: str = ""
    af_till: date | None = None


@dataclass
class Vistelse:
    """One enrolment with everything that happened in it."""

    jobbtorg: str
    inskriven: date
    satt: str
    spar: str
    remiss: Remissrad
    avslutad: date | None = None
    orsak: str = ""
    underorsak: str = ""
    orsak_soc: str = ""
    sagt_av: str = ""
    verifierad: bool | None = None
    attribut: dict[str, str] = field(default_factory=dict)
    planer: list[Planversion] = field(default_factory=list)
    samtal: list[Samtal] = field(default_factory=list)
    placeringar: list[Deltagande] = field(default_factory=list)
    coach: str = ""


@dataclass
class Person:
    """One person: who, where, on what support, and the stays."""

    nummer: str
    fornamn: str
    efternamn: str
    fodd: date
    kon: str
    stadsdel: Stadsdel
    sprak: str
    tolk: bool
    vuxna: int
    barn: list[int]
    hinder: str
    formaga: str
    roll: str
    registrerad: date
    stod: list[tuple[date, date | None]]
    """Months with support: first day of the first and of the last month; an open end goes on."""
    stod_slut_orsak: str = ""
    skydd: int = 0
    telefon: str = ""
    adress: str = ""
    tidigare: tuple[Stadsdel, date] | None = None
    """A district that was responsible before, and its last day."""
    vistelser: list[Vistelse] = field(default_factory=list)
    remisser: list[Remissrad] = field(default_factory=list)
    """Remisser that led to no enrolment."""
    arbetsplaner: list[Planversion] = field(default_factory=list)
    sdf_placeringar: list[Deltagande] = field(default_factory=list)
    socialsekreterare: str = ""

    @property
    def oppen(self) -> Vistelse | None:
        return next((v for v in self.vistelser if v.avslutad is None), None)
