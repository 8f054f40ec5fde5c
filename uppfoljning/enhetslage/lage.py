"""The unit today: its figures, each with the address of the list it is made of."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Window
from django.urls import reverse

from cases.enums import Enhetsslag
from cases.models import Aspirant, Enhet, Nodoppning
from config.components import Fact
from config.dates import month_name
from config.formatting import format_number
from jobbplaner.models import Trepartssamtal

from . import samtal
from .belastning import Belastning, belastning
from .forsenade import Forsenat, forsenat
from .urval import ny_utan_plan

SHOWN = 8


@dataclass(frozen=True)
class Enhetslage:
    """`samtal` are the soonest of the next fourteen days; `plan` the plan the unit keeps, in words."""

    enhet: Enhet
    fakta: list[Fact]
    rader: list[Belastning]
    summa: Belastning
    samtal: list[Trepartssamtal]
    antal_samtal: int
    plan: str
    manad: str

    @property
    def nyckel(self) -> str:
        """The unit's key, as an address takes it."""
        return str(self.enhet.pk)


def enhetslage(enhet: Enhet, today: date) -> Enhetslage:
    """Some dozen queries, the same for one person and for thousands. Only persons the reader may see are counted."""
    sena = forsenat(enhet, today)
    rader = belastning(enhet, today, sena, Aspirant.objects.utan_handlaggare(enhet, today).count())
    summa = Belastning(
        user=None,
        oppna=sum(rad.oppna for rad in rader),
        nya=sum(rad.nya for rad in rader),
        utan_plan=sum(rad.utan_plan for rad in rader),
        forsenade=sum(rad.forsenade for rad in rader),
    )
    framat = list(samtal.soon(enhet, today).annotate(antal=Window(Count("pk")))[:SHOWN])
    antal_samtal = framat[0].antal if framat else 0
    return Enhetslage(
        enhet=enhet,
        fakta=_fakta(enhet, summa, sena, rader, antal_samtal, ny_utan_plan(enhet, today).count()),
        rader=rader,
        summa=summa,
        samtal=framat,
        antal_samtal=antal_samtal,
        plan=plan_in_words(enhet),
        manad=month_name(today),
    )


def plan_in_words(enhet: Enhet) -> str:
    return "arbetsplan" if enhet.slag == Enhetsslag.SDF else "jobbplan"


def _fakta(
    enhet: Enhet, summa: Belastning, sena: Forsenat, rader: list[Belastning], antal_samtal: int, pa_vag: int
) -> list[Fact]:
    slutade = sum(rad.oppna for rad in rader if rad.user is not None and not rad.arbetar_har)
    utan = slutade + sum(rad.oppna for rad in rader if rad.user is None)
    hos = f"{format_number(slutade)} står hos någon som har slutat" if slutade else ""
    ny = f"{_antal(pa_vag, 'person', 'personer')} till har dagar kvar till den första" if pa_vag else ""
    return [
        _fact("Personer", summa.oppna, ("person", "personer"), lista(enhet, "oppna")),
        _fact("Saknar handläggare", utan, ("person", "personer"), lista(enhet, "utan-handlaggare"), hos),
        _fact(
            f"Utan aktuell {plan_in_words(enhet)}",
            summa.utan_plan,
            ("person", "personer"),
            lista(enhet, "utan-plan"),
            ny,
        ),
        _fact(
            "Försenat",
            sena.antal,
            ("bevakning", "bevakningar"),
            address("uppfoljning:enhet_forsenade", enhet),
            f"Det äldsta skulle vara klart {sena.aldst}" if sena.aldst else "",
        ),
        _fact(
            f"Samtal inom {samtal.DAGAR_FRAM} dagar",
            antal_samtal,
            ("samtal", "samtal"),
            address("uppfoljning:enhet_samtal", enhet),
        ),
        _fact(
            "Nödöppningar att granska",
            Nodoppning.objects.ogranskade([enhet]).count(),
            ("nödöppning", "nödöppningar"),
            f"{reverse('cases:nodoppning_list')}?visa=vantar",
        ),
    ]


def _fact(label: str, antal: int, ord_: tuple[str, str], url: str, note: str = "") -> Fact:
    return Fact(label=label, text=_antal(antal, *ord_), url=url if antal else "", note=note)


def _antal(antal: int, ett: str, flera: str) -> str:
    return f"{format_number(antal)} {ett if antal == 1 else flera}"


def lista(enhet: Enhet, kod: str) -> str:
    return address("uppfoljning:enhet_personer", enhet, kod)


def address(name: str, enhet: Enhet, *args: str) -> str:
    return f"{reverse(name, args=args)}?{urlencode({'enhet': enhet.pk})}"
