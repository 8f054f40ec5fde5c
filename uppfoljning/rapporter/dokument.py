"""The report as it is read: headings, sentences, tables and charts. Every format prints this and adds nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Tabellcell:
    """`text` is what people read, `varde` the number behind it (None when hidden or missing).

    `talformat` says how a spreadsheet shows the number: antal, procent or dagar.
    """

    text: str
    varde: float | int | None = None
    talformat: str = "antal"
    dold: bool = False
    stark: bool = False


@dataclass(frozen=True)
class Tabellrad:
    """`slag` is "", "under" (indented), "summa", or "grupp": a heading over the rows below, without cells."""

    text: str
    celler: tuple[Tabellcell, ...] = ()
    slag: str = ""


@dataclass(frozen=True)
class Kolumn:
    text: str
    bredd: float | None = None
    ny_grupp: bool = False


@dataclass(frozen=True)
class Kolumngrupp:
    text: str
    kolumner: int


@dataclass(frozen=True)
class Tabell:
    rubrik: str
    kolumner: tuple[Kolumn, ...]
    rader: tuple[Tabellrad, ...]
    grupper: tuple[Kolumngrupp, ...] = ()
    noter: tuple[str, ...] = ()
    slag: str = "tabell"

    @property
    def har_dolda(self) -> bool:
        return any(cell.dold for rad in self.rader for cell in rad.celler)


@dataclass(frozen=True)
class Diagram:
    """`rita` draws it in a palette: "web" for screens, "print" for paper. `bred`: needs the width of a table.

    `tomt`: too many values are hidden or missing for there to be anything to draw.
    """

    rubrik: str
    rita: Callable[[str], SafeString]
    bred: bool = False
    tomt: bool = False
    slag: str = "diagram"

    @property
    def utskrift(self) -> dict:
        return {"rubrik": self.rubrik, "svg": self.rita("print")}

    @property
    def skarm(self) -> SafeString:
        return self.rita("web")


@dataclass(frozen=True)
class Avsnitt:
    """`kort` is the running head; `definition` how the section's figures are counted."""

    rubrik: str
    delar: tuple[Tabell | Diagram, ...] = ()
    stycken: tuple[str, ...] = ()
    definition: str = ""
    kort: str = ""
    ny_sida: bool = True


@dataclass(frozen=True)
class Definitionsrad:
    namn: str
    text: str


@dataclass(frozen=True)
class Rapportdokument:
    rubrik: str
    underrubrik: str
    fakta: tuple[tuple[str, str], ...]
    korthet: tuple[str, ...]
    diagram: tuple[Diagram, ...]
    nyckeltal: Tabell
    avsnitt: tuple[Avsnitt, ...]
    definitioner: tuple[Definitionsrad, ...]
    datakvalitet: tuple[str, ...]
    diarienummer: str
    datum: str
    sidfot: str
    liten: str

    @property
    def tabeller(self) -> tuple[Tabell, ...]:
        inne = (del_ for avsnitt in self.avsnitt for del_ in avsnitt.delar if isinstance(del_, Tabell))
        return (self.nyckeltal, *inne)
