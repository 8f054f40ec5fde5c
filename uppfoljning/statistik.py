"""The figures as one JSON-shaped object (the shape is public: `manage.py statistik --json`).

Every page, report, file and API renders this object; nothing counts a second time. A hidden count is None with "dold":
True and what is shown instead under "dolda"; a missing value is None with "saknas": True.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cases.models import Avslutsorsak, AvslutsorsakSocialtjanst, Parameter, Underorsak
from config.periods import Period

from .indikatorer import ALLA, KON, Cell, Kub, Urval, rakna
from .indikatorer.hinder import ALDRAR, ANTAL_HINDER, KON_I_TABELLEN
from .indikatorer.hinder import matt as hindermatt
from .indikatorer.katalog import ANTAL, INDIKATORER, Indikator, Mattenhet
from .indikatorer.orsaker import EJ_ANGIVEN, kors, orsak, orsak_soc, underorsak
from .indikatorer.uppfoljda import VILLKOR, matt
from .models.checkpoint import MANADER
from .rojandekontroll import dolj
from .samband import celler_och_summor

STANDARD_DOLJ_UNDER = 5


@dataclass(frozen=True)
class Koder:
    """The code lists as they stood in a period."""

    orsaker: tuple[tuple[str, str], ...]
    underorsaker: tuple[tuple[str, str], ...]
    socialtjanstens: tuple[tuple[str, str], ...]

    @classmethod
    def i(cls, period: Period, kub: Kub) -> "Koder":
        """Codes valid on some day of the period, and closed ones that were used all the same."""
        return cls(
            _koder(Avslutsorsak, period, _anvanda(kub, "orsak:")),
            _koder(Underorsak, period, _anvanda(kub, "underorsak:")),
            _koder(AvslutsorsakSocialtjanst, period, _anvanda(kub, "soc:")),
        )


def _anvanda(kub: Kub, prefix: str) -> set[str]:
    return {m.removeprefix(prefix) for m in kub.matt(prefix)}


def _koder(model, period: Period, anvanda: set[str]) -> tuple[tuple[str, str], ...]:
    giltiga = model.objects.giltiga_i(period.fran, period.till) | model.objects.filter(kod__in=anvanda)
    return tuple(giltiga.order_by("ordning", "namn").values_list("kod", "namn"))


@dataclass(frozen=True)
class Statistik:
    """Counted figures of a selection, with what has to stay hidden in them."""

    urval: Urval
    kub: Kub
    dolda: dict[Cell, str]
    dolj_under: int

    def tal(self, cell: Cell) -> tuple[int | None, str]:
        """The number to show, or None and the sign that stands instead of it."""
        tecken = self.dolda.get(cell, "")
        return (None if tecken else self.kub[cell]), tecken

    def antal(self, period: int, matt: str, enhet=ALLA) -> dict:
        """{"totalt": int, "kvinnor": int, "man": int}"""
        visas = {kon: self.tal(Cell(period, enhet, matt, kon)) for kon in KON}
        svar = {kon: varde for kon, (varde, _) in visas.items()}
        if dolda := {kon: tecken for kon, (_, tecken) in visas.items() if tecken}:
            svar |= {"dold": True, "dolda": dolda}
        return svar

    def indikator(self, period: int, indikator: Indikator, enhet=ALLA) -> dict:
        """{"definition": str, "totalt": {"taljare", "namnare", "varde"}, "kvinnor": …, "man": …}"""
        svar = {
            "namn": indikator.namn,
            "enhet": indikator.enhet.value,
            "definition": indikator.definition(self.urval.perioder[period].till),
        }
        svar |= {kon: self._varde(period, indikator, enhet, kon) for kon in KON}
        if indikator.saknade:
            svar["uppgift_saknas"] = self.antal(period, indikator.saknade, enhet)
        return svar

    def _varde(self, period: int, indikator: Indikator, enhet, kon: str) -> dict:
        namnare, namnare_dold = self.tal(Cell(period, enhet, indikator.namnare, kon))
        taljare, taljare_dold = self.tal(Cell(period, enhet, indikator.taljare, kon))
        visad_taljare = taljare if indikator.enhet is Mattenhet.ANDEL else None
        svar = {"taljare": visad_taljare, "namnare": namnare, "varde": None}
        if tecken := namnare_dold or taljare_dold:
            return svar | {"dold": True, "tecken": tecken}
        if not namnare:
            return svar | {"saknas": True}
        return svar | {"varde": taljare / namnare}

    def period(self, nr: int, *, enhet=ALLA) -> dict:
        """Counts and indicators of one period: what every unit and every compared period is shown with."""
        period = self.urval.perioder[nr]
        svar = {"fran": period.fran.isoformat(), "till": period.till.isoformat()}
        svar |= {matt.kod: self.antal(nr, matt.kod, enhet) for matt in ANTAL}
        svar["indikatorer"] = {i.kod: self.indikator(nr, i, enhet) for i in INDIKATORER}
        svar["uppfoljning"] = {str(n): self.uppfoljning(nr, n, enhet) for n in MANADER}
        return svar

    def uppfoljning(self, nr: int, manader: int, enhet=ALLA) -> dict:
        """{"uppbar": int, …} for both sexes together, and the same per sex under "kvinnor" and "man"."""
        utfall = [namn for namn in VILLKOR if namn != "kand"]
        per_utfall = {namn: self.antal(nr, matt(manader, namn), enhet) for namn in utfall}
        svar = {namn: antal["totalt"] for namn, antal in per_utfall.items()}
        if dolda := {n: a["dolda"]["totalt"] for n, a in per_utfall.items() if "totalt" in a.get("dolda", {})}:
            svar |= {"dold": True, "dolda": dolda}
        return svar | {"per_kon": per_utfall}

    def orsaker(self, nr: int) -> dict:
        """Both code sets with every valid code, also those with zero, and the two crossed."""
        koder = Koder.i(self.urval.perioder[nr], self.kub)
        soc = (*koder.socialtjanstens, (EJ_ANGIVEN, "Ingen uppgift från socialtjänsten"))
        under = (*koder.underorsaker, (EJ_ANGIVEN, "utan underorsak"))
        return {
            "avslutsorsaker": self._rader(nr, koder.orsaker, orsak),
            "underorsaker": self._rader(nr, under, underorsak),
            "avslutsorsaker_socialtjanst": self._rader(nr, soc, orsak_soc),
            "korstabell": [self._korsrad(nr, rad, soc) for rad in koder.orsaker],
        }

    def _rader(self, nr: int, koder: Iterable[tuple[str, str]], matt: Callable[[str], str]) -> list[dict]:
        return [{"kod": kod, "namn": namn} | self.antal(nr, matt(kod)) for kod, namn in koder]

    def _korsrad(self, nr: int, rad: tuple[str, str], kolumner) -> dict:
        celler = []
        for kod, _ in kolumner:
            varde, tecken = self.tal(Cell(nr, ALLA, kors(rad[0], kod), "totalt"))
            celler.append({"kod": kod, "antal": varde} | ({"dold": True, "tecken": tecken} if tecken else {}))
        return {"kod": rad[0], "namn": rad[1], "celler": celler}

    def hinder(self, nr: int) -> list[dict]:
        """Persons by number of hinder, a row for every sex and age group, also of zeros."""
        return [self._hinderrad(nr, kon, alder) for kon in KON_I_TABELLEN for alder in ALDRAR]

    def _hinderrad(self, nr: int, kon: str, alder: str) -> dict:
        visas = {
            antal: self.tal(Cell(nr, ALLA, hindermatt(alder, antal), KON_I_TABELLEN[kon])) for antal in ANTAL_HINDER
        }
        svar = {"kon": kon, "alder": alder} | {antal: varde for antal, (varde, _) in visas.items()}
        if dolda := {antal: tecken for antal, (_, tecken) in visas.items() if tecken}:
            svar |= {"dold": True, "dolda": dolda}
        return svar

    def json(self, nr: int = 0) -> dict:
        """The public shape for one period of the selection."""
        return self.period(nr) | self.orsaker(nr) | {"kartlaggning": {"antal_hinder": self.hinder(nr)}}


def rakna_statistik(urval: Urval, *, internal: bool, per_enhet_i: tuple[int, ...] = ()) -> Statistik:
    """Count the selection and decide what must stay hidden; `internal` hides nothing.

    `per_enhet_i` are the periods whose figures are also shown per unit. Run as som_system("statistik").
    """
    return kontrollera(urval, rakna(urval), internal=internal, per_enhet_i=per_enhet_i)


def kontrollera(urval: Urval, kub: Kub, *, internal: bool, per_enhet_i: tuple[int, ...] = ()) -> Statistik:
    """Röjandekontroll of what has been counted."""
    under = 0 if internal else _dolj_under(urval)
    dolda = dolj(*celler_och_summor(urval, kub, per_enhet_i), under=under) if under else {}
    return Statistik(urval, kub, dolda, under)


def _dolj_under(urval: Urval) -> int:
    varde = Parameter.objects.varde("dolj_under", max(p.till for p in urval.perioder))
    return STANDARD_DOLJ_UNDER if varde is None else int(varde)
