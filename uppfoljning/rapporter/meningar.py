"""Plain sentences made from the figures. A figure that is hidden or missing makes no sentence."""

from collections.abc import Iterator

from config.formatting import format_number


def i_korthet(siffror: dict) -> tuple[str, ...]:
    """The summary on the front page."""
    delar = (_volym, _avslutade_12, _arbete_studier, _jobbplan, _utan_stod, _okand)
    return tuple(mening for del_ in delar for mening in del_(siffror))


def om_avslut(siffror: dict) -> tuple[str, ...]:
    """The paragraph above the tables of reasons."""
    avslutade = siffror["avslutade"]["totalt"]
    if avslutade is None:
        return ()
    meningar = [f"{format_number(avslutade)} {_inskrivningar(avslutade)} avslutades under perioden."]
    arbete, studier = (siffror["serie"][-1]["orsaksgrupper"][g]["totalt"] for g in ("arbete", "studier"))
    if arbete is not None and studier is not None:
        meningar.append(f"{format_number(arbete)} gick till arbete och {format_number(studier)} till studier.")
    return (" ".join([*meningar, *_okand(siffror)]),)


def om_uppfoljning(siffror: dict) -> tuple[str, ...]:
    return tuple(_saknade_svar(siffror))


def _varde(del_: dict, kod: str, kon: str = "totalt") -> float | None:
    return del_["indikatorer"][kod][kon]["varde"]


def _procent(andel: float) -> str:
    return format_number(andel * 100, 1)


def _inskrivningar(antal: int) -> str:
    return "inskrivning" if antal == 1 else "inskrivningar"


def _volym(siffror: dict) -> Iterator[str]:
    nya, ute, inne = (siffror[matt]["totalt"] for matt in ("nyinskrivna", "avslutade", "inskrivna"))
    if None not in (nya, ute, inne):
        yield (
            f"{format_number(nya)} {_inskrivningar(nya)} började och {format_number(ute)} avslutades."
            f" Sista dagen var {format_number(inne)} inskrivna."
        )


def _avslutade_12(siffror: dict) -> Iterator[str]:
    kod = "avslutade_exkl_aterremitterade_12_man"
    if (nu := _varde(siffror, kod)) is None:
        return
    jamforelse = _jamforelse(siffror, kod)
    yield (
        f"{_procent(nu)} procent av dem som skrevs in ett år tidigare var avslutade inom tolv månader,"
        f" återremitterade borträknade.{jamforelse}"
    )


def _arbete_studier(siffror: dict) -> Iterator[str]:
    kod = "arbete_studier_12_man"
    if (nu := _varde(siffror, kod)) is None:
        return
    kvinnor, man = _varde(siffror, kod, "kvinnor"), _varde(siffror, kod, "man")
    per_kon = "."
    if kvinnor is not None and man is not None:
        per_kon = f": {_procent(kvinnor)} procent av kvinnorna och {_procent(man)} procent av männen."
    yield f"{_procent(nu)} procent gick till arbete eller studier inom tolv månader{per_kon}"


def _jobbplan(siffror: dict) -> Iterator[str]:
    kod = "jobbplan_inom_5_dagar"
    if (nu := _varde(siffror, kod)) is None:
        return
    forr = _varde(siffror["jamforelser"]["forra_aret"], kod)
    mot = "" if forr is None else f", mot {_procent(forr)} procent ett år tidigare"
    yield f"{_procent(nu)} procent fick sin första jobbplan inom fem arbetsdagar{mot}."


def _utan_stod(siffror: dict) -> Iterator[str]:
    if (nu := _varde(siffror, "utan_stod_12_man")) is None:
        return
    mening = (
        f"Tolv månader efter avslutet fick {_procent(nu)} procent inget försörjningsstöd i staden,"
        " bland dem som registret har svar om."
    )
    saknas = siffror["uppfoljning"]["12"]["uppgift_saknas"]
    yield mening + (f" Uppgift saknas för {format_number(saknas)}." if saknas else "")


def _okand(siffror: dict) -> Iterator[str]:
    okand = siffror["indikatorer"]["okand_avslutsorsak"]["totalt"]
    if okand["varde"] is not None:
        yield (
            f"Orsaken är okänd för {format_number(okand['taljare'])} av {format_number(okand['namnare'])} avslut,"
            f" {_procent(okand['varde'])} procent."
        )


def _saknade_svar(siffror: dict) -> Iterator[str]:
    antal = {n: siffror["uppfoljning"][n]["uppgift_saknas"] for n in ("6", "12", "18")}
    if None not in antal.values():
        sex, tolv, arton = (format_number(a) for a in antal.values())
        yield f"Uppgift saknas för {sex} efter 6 månader, {tolv} efter 12 och {arton} efter 18. De räknas inte in."


def _jamforelse(siffror: dict, kod: str) -> str:
    """ " Det är 1,3 procentenheter mer än förra tertialet och 3,6 mer än samma tertial 2025." """
    nu, forra = _varde(siffror, kod), _varde(siffror["jamforelser"]["foregaende"], kod)
    arsedan, ar = _varde(siffror["jamforelser"]["forra_aret"], kod), siffror["rapport"]["ar"] - 1
    delar = []
    if forra is not None:
        delar.append(f"{_skillnad(nu, forra, enhet=True)} förra tertialet")
    if arsedan is not None:
        sagd = any("procentenheter" in del_ for del_ in delar)
        delar.append(f"{_skillnad(nu, arsedan, enhet=not sagd)} samma tertial {ar}")
    return f" Det är {' och '.join(delar)}." if delar else ""


def _skillnad(nu: float, da: float, *, enhet: bool) -> str:
    """Counted on the rounded figures, so that the reader's own subtraction agrees."""
    steg = round(nu * 100, 1) - round(da * 100, 1)
    if abs(steg) < 0.05:
        return "lika mycket som"
    ord_ = " procentenheter" if enhet else ""
    return f"{format_number(abs(round(steg, 1)), 1)}{ord_} {'mer' if steg > 0 else 'mindre'} än"
