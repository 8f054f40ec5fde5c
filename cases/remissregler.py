"""Routing of a remiss: what the municipality's dated rules advise for one person on one day (domain 2.3).

The rules are data that the municipality owns (a parameter with Stockholm's in cases/data as default), read by a small
machine that knows no municipality. They advise. An override is always possible; where the rule says so it states its
reason. The first rule in order that is in force and whose conditions hold gives the answer.

A rule: {"kod", "giltig_fran", "giltig_till" (or null), "villkor": [{fact: [allowed values]}, ...], "utfall",
"malgrupp", "inskrivningssatt" (optional), "kraver_skal_vid_avsteg", "text"}. Any one of the villkor is enough, all its
facts must hold; a fact that is not known (None or "") holds only where the list says so.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ARBETSFORMAGOR = ("0", "1-25", "26-50", "51-75", "76-100", "")
INGANGAR = ("forsorjningsstod", "unga", "nyanlanda", "ensamkommande", "nollplacerad")
UTFALL = ("jobbtorg", "egen_enhet", "ej_remiss", "uppgift_saknas")
MALGRUPPER = ("", "ordinarie", "resurs")
SVAR = (True, False, None)
FACTS = {
    "ingang": INGANGAR,
    "arbetsformaga": ARBETSFORMAGOR,
    "orsak": ("arbetsloshet", "annan", ""),
    "skal_att_prova": SVAR,
    "langvarig_oformaga": SVAR,
    "af_hindrar": (True, False),
}

AF_PERIOD_SAKNAS = "Skriv vilket program hos Arbetsförmedlingen det gäller, och från och till vilken dag."
INGEN_REGEL = "Kommunen har ingen regel för den här dagen."


ANNAT_PROGRAM = ("annat", "Annat program")


class RegelError(ValueError):
    """Rules that cannot be used: `fel` lists every fault in Swedish, for the one who maintains the parameter."""

    def __init__(self, fel: list[str]):
        super().__init__(" ".join(fel))
        self.fel = fel


@dataclass(frozen=True, slots=True)
class Remissfall:
    """What is known of the person when the remiss is written. None and "" mean not known.

    skal_att_prova          is there reason to try work, wholly or partly?
    af_heltid_eller_ersattning  is the person full-time in, or paid through, a programme at Arbetsförmedlingen?
    af_overenskommelse      does a samverkansöverenskommelse cover that programme?
    utanfor_uppdraget       codes of what the question asked is really about, for the hints
    """

    datum: date
    arbetsformaga: str = ""
    forsorjningshinder: str = ""
    ingang: str = "forsorjningsstod"
    skal_att_prova: bool | None = None
    langvarig_oformaga: bool | None = None
    af_heltid_eller_ersattning: bool = False
    af_overenskommelse: bool = False
    af_program: str = ""
    af_fran: date | None = None
    af_till: date | None = None
    utanfor_uppdraget: tuple[str, ...] = ()

    @property
    def af_hindrar(self) -> bool:
        """Is the programme, uncovered by agreement, running on the day of the remiss?"""
        running = (self.af_fran or self.datum) <= self.datum <= (self.af_till or self.datum)
        return self.af_heltid_eller_ersattning and not self.af_overenskommelse and running


@dataclass(frozen=True, slots=True)
class Rad:
    """The advice. `papekanden` are hints beside it that change no outcome; `utanfor`: one says that the question is
    not for a jobbtorg, so that a page does not say yes above it."""

    kod: str
    utfall: str
    malgrupp: str
    text: str
    kraver_skal_vid_avsteg: bool
    inskrivningssatt: str = ""
    papekanden: tuple[str, ...] = ()
    utanfor: bool = False

    def requires_reason(self, valt_utfall: str) -> bool:
        """Must the one who chose `valt_utfall` say why? Only when a rule that asks for it is set aside."""
        return self.kraver_skal_vid_avsteg and valt_utfall != self.utfall


def advise(fall: Remissfall, regler: Mapping) -> Rad:
    """What the rules in force on the day say about the case."""
    facts = _facts(fall, regler)
    utanfor = tuple(_outside(fall, regler))
    mer = {"papekanden": (*_hints(fall), *utanfor), "utanfor": bool(utanfor)}
    for regel in _in_force(regler["regler"], fall.datum):
        if _holds(regel["villkor"], facts):
            return _rad(regel, mer)
    return Rad("", "uppgift_saknas", "", INGEN_REGEL, False, **mer)


def warn_insats(
    program: str, program_fran: date, insats_fran: date, regler: Mapping, *, overenskommet: bool = False
) -> str:
    """The warning when a municipal insats is planned too early in an AF programme, or "" (domain 2.3).

    Day 1 is the programme's first day: 450 days must have passed, so an insats may begin on day 451.
    """
    for regel in _in_force(regler["karenstid"], insats_fran):
        opens = program_fran + timedelta(days=regel["dagar"])
        if regel["kod"] == program and insats_fran < opens and not overenskommet:
            return regel["text"].replace("{dag}", str(opens - timedelta(days=1)))
    return ""


def named(regler: Mapping, part: str) -> list[tuple[str, str]]:
    """(code, name) of what a part of the rules lists."""
    return [(rad["kod"], rad.get("namn") or rad["kod"]) for rad in regler.get(part, ())]


def program_name(kod: str, regler: Mapping) -> str:
    """What a stored AF programme is called; its code when the rules have dropped it."""
    return dict([*named(regler, "karenstid"), ANNAT_PROGRAM]).get(kod, kod)


def stockholms_regler() -> dict:
    """The default of the parameter."""
    path = Path(__file__).parent / "data" / "remissregler_stockholm.json"
    return json.loads(path.read_text(encoding="utf-8"))


def check_regler(regler: Mapping) -> None:
    """Raise RegelError unless the rules can be used: run when the parameter is saved, so that advise never stumbles."""
    fel = [f"Avsnittet {part} saknas." for part in ("arbetsloshet", "regler", "karenstid") if part not in regler]
    for part in ("regler", "utanfor_uppdraget", "karenstid"):
        fel += [fault for regel in regler.get(part, ()) for fault in _common_faults(regel)]
    fel += [fault for regel in regler.get("regler", ()) for fault in _rule_faults(regel)]
    if fel:
        raise RegelError(fel)


def _facts(fall: Remissfall, regler: Mapping) -> dict:
    facts = {name: getattr(fall, name) for name in FACTS if name != "orsak"}
    known = "arbetsloshet" if fall.forsorjningshinder in regler["arbetsloshet"] else "annan"
    return facts | {"orsak": known if fall.forsorjningshinder else ""}


def _hints(fall: Remissfall) -> Iterable[str]:
    if fall.af_heltid_eller_ersattning and not (fall.af_program and fall.af_fran):
        yield AF_PERIOD_SAKNAS


def _outside(fall: Remissfall, regler: Mapping) -> Iterable[str]:
    for hint in _in_force(regler.get("utanfor_uppdraget", ()), fall.datum):
        if hint["kod"] in fall.utanfor_uppdraget:
            yield hint["text"]


def _in_force(regler: Iterable[Mapping], day: date) -> Iterable[Mapping]:
    written = day.isoformat()
    return (r for r in regler if r["giltig_fran"] <= written and (r["giltig_till"] or written) >= written)


def _holds(villkor: Iterable[Mapping], facts: Mapping) -> bool:
    return any(all(facts[fact] in allowed for fact, allowed in one.items()) for one in villkor)


def _rad(regel: Mapping, mer: Mapping) -> Rad:
    return Rad(
        kod=regel["kod"],
        utfall=regel["utfall"],
        malgrupp=regel["malgrupp"],
        text=regel["text"],
        kraver_skal_vid_avsteg=regel["kraver_skal_vid_avsteg"],
        inskrivningssatt=regel.get("inskrivningssatt", ""),
        **mer,
    )


def _common_faults(regel: Mapping) -> list[str]:
    namn = regel.get("kod") or "utan kod"
    if missing := {"kod", "giltig_fran", "giltig_till", "text"} - regel.keys():
        return [f"Regeln {namn} saknar {', '.join(sorted(missing))}."]
    try:
        fran, till = date.fromisoformat(regel["giltig_fran"]), regel["giltig_till"]
        reversed_days = till is not None and date.fromisoformat(till) < fran
    except (TypeError, ValueError):
        return [f"Regeln {namn} har ett datum som inte går att läsa. Skriv ÅÅÅÅ-MM-DD."]
    return [f"Regeln {namn} slutar gälla före den börjar."] if reversed_days else []


def _rule_faults(regel: Mapping) -> list[str]:
    namn, fel = regel.get("kod") or "utan kod", []
    if regel.get("utfall") not in UTFALL or regel.get("malgrupp") not in MALGRUPPER:
        fel.append(f"Regeln {namn} har ett utfall eller en målgrupp som inte finns.")
    if not isinstance(regel.get("kraver_skal_vid_avsteg"), bool):
        fel.append(f"Regeln {namn} säger inte om avsteg kräver skäl.")
    conditions = [pair for one in regel.get("villkor", ()) for pair in one.items()]
    if "villkor" not in regel or any(set(values) - set(FACTS.get(fact, ())) for fact, values in conditions):
        fel.append(f"Regeln {namn} har ett villkor som inte finns.")
    return fel
