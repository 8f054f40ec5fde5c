"""Which published counts add up to which: what röjandekontrollen has to know about our tables."""

from collections import defaultdict
from collections.abc import Iterator

from cases.enums import Enhetsslag, Resultat
from cases.models import Avslutsorsak, Enhet
from config.periods import Period

from .indikatorer import ALLA, KON, Cell, Kub, Urval
from .indikatorer.hinder import KON_I_TABELLEN
from .indikatorer.hinder import MATT as HINDERMATT
from .indikatorer.katalog import ANTAL, INDIKATORER, Mattenhet
from .indikatorer.orsaker import GRUPPER, grupp, orsak, orsak_soc
from .indikatorer.uppfoljda import VILLKOR, matt
from .indikatorer.urval import TOTALT
from .models.checkpoint import MANADER
from .rojandekontroll import Summa

BESTAND = {m.kod for m in ANTAL if not m.flode} | {"jobbplan_behovs", "jobbplan_aktuell"}
# A person's latest kartläggning in a year is one, whatever number of tertials had one
INTE_SUMMERBARA = BESTAND | set(HINDERMATT)
EXKL = "avslutade_exkl_aterremitterade"
# Never shown for a unit, but it is the difference between two rows that are
ATER = "aterremitterade"
ORSAKSPREFIX = ("orsak:", "underorsak:", "soc:", "kors:", "grupp:")


def visade_matt() -> set[str]:
    """Counts shown for every period and unit; sums of days are never shown as such."""
    matten = {m.kod for m in ANTAL} | {i.namnare for i in INDIKATORER}
    matten |= {i.taljare for i in INDIKATORER if i.enhet is Mattenhet.ANDEL}
    return matten | {matt(n, utfall) for n in MANADER for utfall in VILLKOR}


def celler_och_summor(urval: Urval, kub: Kub, per_enhet_i: tuple[int, ...]) -> tuple[dict[Cell, int], list[Summa]]:
    """Every count that is published, and every sum that ties them together."""
    perioder, gemensamma = range(len(urval.perioder)), visade_matt()
    orsaker = {m for prefix in ORSAKSPREFIX for m in kub.matt(prefix)}
    kors = {m for m in orsaker if m.startswith("kors:")}
    enheter = sorted(kub.enheter())
    celler = [Cell(p, ALLA, m, kon) for p in perioder for m in gemensamma | orsaker - kors for kon in KON]
    celler += [Cell(p, ALLA, m, TOTALT) for p in perioder for m in kors]
    celler += [Cell(p, e, m, kon) for p in per_enhet_i for e in enheter for m in gemensamma for kon in KON]
    varden = {cell: kub[cell] for cell in celler}
    varden |= {cell._replace(matt=ATER): _ater(varden, cell) for cell in celler if cell.enhet and cell.matt == EXKL}
    # Persons by number of hinder: no sum of them is published, so no sum ties them
    hinder = [Cell(p, ALLA, m, kon) for p in perioder for m in HINDERMATT for kon in KON_I_TABELLEN.values()]
    varden |= {cell: kub[cell] for cell in hinder}
    samband = [*_kon(varden), *_inom_perioden(varden), *_enheter(varden, gemensamma, per_enhet_i, enheter)]
    samband += [*_orsaker(varden, perioder, orsaker), *_tid(varden, urval.perioder)]
    return varden, samband


def _kon(varden) -> Iterator[Summa]:
    for cell in varden:
        if cell.kon == TOTALT and not cell.matt.startswith("kors:"):
            delar = (cell._replace(kon="kvinnor"), cell._replace(kon="man"))
            yield Summa(cell, delar, ovrigt=varden[cell] - sum(varden[d] for d in delar))


def _ater(varden, cell: Cell) -> int:
    return varden[cell._replace(matt="avslutade")] - varden[cell]


def _inom_perioden(varden) -> Iterator[Summa]:
    """Known answers are uppbär and uppbär inte together; a unit's avslut are those returned and the others."""
    for cell in varden:
        if cell.matt == ATER:
            yield Summa(cell._replace(matt="avslutade"), (cell._replace(matt=EXKL), cell))
        if cell.matt.endswith("_kand"):
            namn = cell.matt.removesuffix("kand")
            yield Summa(cell, tuple(cell._replace(matt=namn + utfall) for utfall in ("uppbar", "uppbar_inte")))


def _enheter(varden, gemensamma, per_enhet_i, enheter) -> Iterator[Summa]:
    """All jobbtorg add up to the whole, and so do all SDF (but for enrolments without a responsible SDF)."""
    slag = dict(Enhet.objects.filter(pk__in=enheter).values_list("pk", "slag"))
    for period in per_enhet_i:
        for m in gemensamma:
            for kon in KON:
                total = Cell(period, ALLA, m, kon)
                for sort in (Enhetsslag.JOBBTORG, Enhetsslag.SDF):
                    delar = tuple(Cell(period, e, m, kon) for e in enheter if slag[e] == sort)
                    yield Summa(total, delar, ovrigt=varden[total] - sum(varden[d] for d in delar))


def _orsaker(varden, perioder, orsaker) -> Iterator[Summa]:
    """Codes add up to all avslut, sub-reasons to Övrigt, the cross table to both its edges."""
    ihop = _summor_av_koder(orsaker)
    kors = _korstabellens_summor(orsaker)
    for period in perioder:
        for kon in KON:
            for total, delar in (*ihop, *(kors if kon == TOTALT else ())):
                yield Summa(Cell(period, ALLA, total, kon), tuple(Cell(period, ALLA, d, kon) for d in delar))


def _summor_av_koder(orsaker: set[str]) -> list[tuple[str, list[str]]]:
    per_resultat = defaultdict(list)
    for kod, resultat in Avslutsorsak.objects.values_list("kod", "resultat"):
        if orsak(kod) in orsaker:
            per_resultat[resultat].append(orsak(kod))
    alla = [m for koder in per_resultat.values() for m in koder]
    ihop = [("avslutade", alla), ("avslutade", _med(orsaker, "soc:")), ("okand", per_resultat[Resultat.OKAND])]
    ihop += [(EXKL, [m for m in alla if m not in per_resultat[Resultat.ATERREMITTERAD]])]
    if ater := per_resultat[Resultat.ATERREMITTERAD]:
        ihop += [("avslutade", [EXKL, *ater])]
    ihop += [("avslutade", _med(orsaker, "grupp:"))]
    ihop += [(grupp(namn), [m for r in ingar for m in per_resultat[r]]) for namn, ingar in GRUPPER.items()]
    if len(per_resultat[Resultat.OVRIGT]) == 1:
        ihop += [(per_resultat[Resultat.OVRIGT][0], _med(orsaker, "underorsak:"))]
    return [(total, delar) for total, delar in ihop if delar]


def _korstabellens_summor(orsaker: set[str]) -> list[tuple[str, list[str]]]:
    kors = [m.split(":") for m in _med(orsaker, "kors:")]
    rader = [(m, [":".join(k) for k in kors if orsak(k[1]) == m]) for m in _med(orsaker, "orsak:")]
    return rader + [(m, [":".join(k) for k in kors if orsak_soc(k[2]) == m]) for m in _med(orsaker, "soc:")]


def _med(matten: set[str], prefix: str) -> list[str]:
    return sorted(m for m in matten if m.startswith(prefix))


def _tid(varden, perioder: tuple[Period, ...]) -> Iterator[Summa]:
    """Tertials that make up another period of the selection: the year so far."""
    for nr, hel in enumerate(perioder):
        delar = [n for n, p in enumerate(perioder) if n != nr and hel.fran <= p.fran and p.till <= hel.till]
        if sum((perioder[n].till - perioder[n].fran).days + 1 for n in delar) != (hel.till - hel.fran).days + 1:
            continue
        for cell in varden:
            if cell.period == nr and cell.enhet is ALLA and cell.matt not in INTE_SUMMERBARA:
                yield Summa(cell, tuple(cell._replace(period=n) for n in delar))
