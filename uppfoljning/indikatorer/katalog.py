"""The indicators: code, name, unit, and the written definition that held on a day.

The definition is shown with every number. When one changes, a new Definition is added with its first day; old ones
stay, so that a report is read with the words of its own time.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .uppfoljda import matt


class Mattenhet(StrEnum):
    ANDEL = "andel"
    DAGAR = "dagar"


@dataclass(frozen=True)
class Definition:
    """The words, and the first day they hold (None: always)."""

    text: str
    giltig_fran: date | None = None


@dataclass(frozen=True)
class Indikator:
    """`taljare` and `namnare` name sums of the cube; for days `taljare` is the days, `namnare` the cases.

    `kort` is one line beside the figure on screen; `visas` puts it among the key figures of report and page.
    """

    kod: str
    namn: str
    kort: str
    taljare: str
    namnare: str
    definitioner: tuple[Definition, ...]
    enhet: Mattenhet = Mattenhet.ANDEL
    saknade: str = ""
    visas: bool = True

    def definition(self, dag: date) -> str:
        """The words in force on `dag`; before the first, the first."""
        gallande = [d for d in self.definitioner if d.giltig_fran is None or d.giltig_fran <= dag]
        return max(gallande or self.definitioner[:1], key=lambda d: d.giltig_fran or date.min).text


@dataclass(frozen=True)
class Antalsmatt:
    """A plain count among the key figures."""

    kod: str
    namn: str
    definition: str
    flode: bool = True  # adds up over periods; a number on the last day does not


ANTAL = (
    Antalsmatt(
        "inskrivna",
        "Inskrivna sista dagen",
        "Inskrivningar som har börjat senast periodens sista dag och inte är avslutade den dagen eller tidigare.",
        flode=False,
    ),
    Antalsmatt("nyinskrivna", "Nyinskrivna", "Inskrivningar som har börjat under perioden."),
    Antalsmatt("avslutade", "Avslutade", "Inskrivningar med avslutsdatum i perioden."),
    Antalsmatt(
        "avslutade_exkl_aterremitterade",
        "Avslutade exklusive återremitterade",
        "Inskrivningar med avslutsdatum i perioden, utom de med orsaken Återremitterad till stadsdelsförvaltningen.",
    ),
)

_KOHORT = (
    "Gruppen är alla inskrivningar vars tolvmånadersdag (inskrivningsdagen plus tolv månader) ligger i perioden, utom"
    " de som har återremitterats senast den dagen. Varje inskrivning räknas för sig."
)
_UTAN_5 = " Inskrivningar med orsaken Avslut inom 5 dagar är borttagna ur både täljare och nämnare."
_AVSLUTADE_12 = f"{_KOHORT} Måttet är andelen som har avslutats senast på tolvmånadersdagen."
_ARBETE_12 = (
    f"{_KOHORT} Måttet är andelen som senast på tolvmånadersdagen har avslutats till arbete, med eller utan"
    " subvention, eller till studier."
)


def _utan_stod(manader: int, ord_: str) -> Indikator:
    return Indikator(
        kod=f"utan_stod_{manader}_man",
        namn=f"Utan försörjningsstöd efter {ord_} månader",
        kort=f"Av avslutade vars {manader}-månadersdag ligger i perioden och som registret har svar om.",
        taljare=matt(manader, "uppbar_inte"),
        namnare=matt(manader, "kand"),
        saknade=matt(manader, "uppgift_saknas"),
        definitioner=(
            Definition(
                f"Avslut vars {manader}-månadersdag (avslutsdatum plus {manader} månader) ligger i perioden, utom"
                " Återremitterad och Avslut inom 5 dagar. Frågan är om personen har fått försörjningsstöd i staden"
                " den kalendermånad som dagen ligger i. Uppbär: någon stadsdels leverans har personen med belopp över"
                " noll. Uppbär inte: ingen har det, och alla stadsdelar har levererat månaden. I andra fall saknas"
                " uppgift. Måttet är uppbär inte delat med uppbär och uppbär inte. Avlidna och flyttade till annan"
                " kommun räknas inte. Svaret gäller bara den här staden."
            ),
        ),
    )


INDIKATORER = (
    Indikator(
        kod="avslutade_exkl_aterremitterade_12_man",
        namn="Avslutade inom tolv månader, exklusive återremitterade",
        kort="Av dem vars tolvmånadersdag ligger i perioden: andelen som avslutats senast den dagen.",
        taljare="kohort_avslutade",
        namnare="kohort",
        definitioner=(Definition(_AVSLUTADE_12),),
    ),
    Indikator(
        kod="avslutade_exkl_aterremitterade_12_man_utan_5_dagar",
        namn="Avslutade inom tolv månader, utan avslut inom 5 dagar",
        kort="Samma mått, där avslut inom 5 dagar inte räknas.",
        taljare="kohort_avslutade_utan_5_dagar",
        namnare="kohort_utan_5_dagar",
        definitioner=(Definition(_AVSLUTADE_12 + _UTAN_5),),
    ),
    Indikator(
        kod="arbete_studier_12_man",
        namn="Till arbete eller studier inom tolv månader",
        kort="Av samma personer: andelen som avslutats till arbete eller studier.",
        taljare="kohort_arbete_studier",
        namnare="kohort",
        definitioner=(Definition(_ARBETE_12),),
    ),
    Indikator(
        kod="arbete_studier_12_man_utan_5_dagar",
        namn="Till arbete eller studier, utan avslut inom 5 dagar",
        kort="Samma mått, där avslut inom 5 dagar inte räknas.",
        taljare="kohort_arbete_studier",
        namnare="kohort_utan_5_dagar",
        definitioner=(Definition(_ARBETE_12 + _UTAN_5),),
    ),
    Indikator(
        kod="jobbplan_inom_5_dagar",
        namn="Första jobbplanen inom fem arbetsdagar",
        kort="Av inskrivningar vars femte arbetsdag ligger i perioden: andelen med publicerad jobbplan den dagen.",
        taljare="jobbplan_i_tid",
        namnare="jobbplan_frist",
        definitioner=(
            Definition(
                "Gruppen är inskrivningar vars femte arbetsdag efter inskrivningen ligger i perioden och som inte har"
                " avslutats senast den dagen. Måttet är andelen med en jobbplan som har publicerats senast den dagen."
                " Helger, helgdagar, midsommarafton, julafton och nyårsafton är inte arbetsdagar."
            ),
        ),
    ),
    Indikator(
        kod="aktuell_jobbplan",
        namn="Aktuell jobbplan sista dagen",
        kort="Av dem som varit inskrivna mer än fem arbetsdagar på periodens sista dag.",
        taljare="jobbplan_aktuell",
        namnare="jobbplan_behovs",
        definitioner=(
            Definition(
                "Gruppen är de som är inskrivna på periodens sista dag och har varit det mer än fem arbetsdagar."
                " Måttet är andelen med en aktuell jobbplan den dagen: publicerad, inte ersatt, och med en nästa"
                " uppföljning som inte har passerat."
            ),
        ),
    ),
    Indikator(
        kod="trepartssamtal_i_tid",
        namn="Trepartssamtal i tid",
        kort="Av trepartssamtal som skulle hållas i perioden: andelen som hölls senast den dagen.",
        taljare="samtal_i_tid",
        namnare="samtal_forfallna",
        definitioner=(
            Definition(
                "Ett trepartssamtal ska hållas var tredje månad, räknat från inskrivningen, när personen den dagen är"
                " inskriven och saknar sysselsättning. En stadsdel kan vilja ha det för alla. Gruppen är de dagar"
                " som ligger i perioden. Måttet är andelen där ett samtal har hållits efter den förra dagen och senast"
                " på dagen, med aspiranten, coachen och socialsekreteraren på plats eller på distans. Bokade, inställda"
                " och ofulltaliga samtal räknas inte, inte heller uppföljningar med Arbetsförmedlingen."
            ),
        ),
    ),
    _utan_stod(6, "sex"),
    _utan_stod(12, "tolv"),
    _utan_stod(18, "arton"),
    Indikator(
        kod="okand_avslutsorsak",
        namn="Okänd avslutsorsak",
        kort="Av alla avslut i perioden: andelen där jobbtorget inte vet orsaken.",
        taljare="okand",
        namnare="avslutade",
        definitioner=(Definition("Andelen av periodens avslut där jobbtorget har angett orsaken Okänd."),),
    ),
    Indikator(
        kod="inskrivningstid",
        namn="Inskrivningstid",
        kort="Dagar från inskrivning till avslut i medeltal, för periodens avslut.",
        taljare="inskrivna_dagar",
        namnare="avslutade",
        enhet=Mattenhet.DAGAR,
        definitioner=(Definition("Medelantal dagar från inskrivning till avslut, för alla avslut i perioden."),),
    ),
    Indikator(
        kod="inskrivningstid_langvarigt_stod",
        namn="Inskrivningstid efter långvarigt stöd",
        kort="Medeltal för dem som fått stöd mer än tio månader före och gick till arbete eller studier.",
        taljare="langvariga_dagar",
        namnare="langvariga",
        enhet=Mattenhet.DAGAR,
        definitioner=(
            Definition(
                "Medelantal dagar från inskrivning till avslut, för periodens avslut till arbete eller studier av"
                " personer som hade haft försörjningsstöd mer än tio månader när de skrevs in."
            ),
        ),
    ),
)
PER_KOD = {indikator.kod: indikator for indikator in INDIKATORER}


def counted_in(siffror: dict) -> list[Indikator]:
    """Those that these figures have: a report that was frozen before an indicator came reads as it did."""
    return [indikator for indikator in INDIKATORER if indikator.kod in siffror["indikatorer"]]
