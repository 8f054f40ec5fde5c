"""What the register of försörjningsstöd puts in the akt: tab, panel and timeline.

Row-level security decides whether the reader has any of it; without right to it, or without the standing utlämnande,
nothing shows that it exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cases.akt import REGISTER, Flik, Handelse, Panel
from cases.aktrader import once_per_page, oppen_inskrivning
from cases.deadlines import checkpoint_dagar
from cases.lasning import VYER
from cases.models import Aspirant, Inskrivning, User
from config.dates import month_name
from uppfoljning.enums import Utfall
from uppfoljning.models import Checkpoint

IKONER = {Utfall.UPPBAR: "circle-dot", Utfall.UPPBAR_INTE: "circle", Utfall.UPPGIFT_SAKNAS: "circle-dashed"}


@dataclass(frozen=True, slots=True)
class Svarsrad:
    """One checkpoint as pages show it; without `checkpoint` its day has not come."""

    manader: int
    dag: date
    checkpoint: Checkpoint | None = None

    @property
    def manad(self) -> str:
        return f"{month_name(self.dag)} {self.dag.year}"

    @property
    def ikon(self) -> str:
        return IKONER[self.checkpoint.utfall]

    @property
    def noter(self) -> list[str]:
        """What is counted beside the answer (domain.md section 11)."""
        noter = []
        if self.checkpoint.bortfall:
            noter.append("Räknas som bortfall")
        if self.checkpoint.ater_inskriven:
            noter.append("Inskriven igen då")
        return noter

    @property
    def historik(self) -> list[dict]:
        return [
            {"svar": h.get_utfall_display(), "ikon": IKONER[h.utfall], "fran": h.funnen_dag, "till": h.andrad_dag}
            for h in self.checkpoint.historik.all()
        ]


@dataclass(frozen=True, slots=True)
class Avslutsrad:
    """One avslut with its checkpoints in order, those to come included."""

    inskrivning: Inskrivning
    rader: list[Svarsrad]


@once_per_page
def avslut_med_svar(aspirant: Aspirant) -> list[Avslutsrad]:
    """Every avslut of which the reader sees a checkpoint, latest first. One undone today waits for the night."""
    found = (
        Checkpoint.objects.filter(aspirant=aspirant, inskrivning__avslutad__isnull=False)
        .select_related("inskrivning__jobbtorg", "inskrivning__avslutsorsak", "leverans")
        .prefetch_related("historik")
        .order_by("-inskrivning__avslutad", "manader")
    )
    per_avslut: dict[Inskrivning, dict[int, Checkpoint]] = {}
    for checkpoint in found:
        per_avslut.setdefault(checkpoint.inskrivning, {})[checkpoint.manader] = checkpoint
    return [_avslutsrad(inskrivning, svar) for inskrivning, svar in per_avslut.items()]


def _avslutsrad(inskrivning: Inskrivning, svar: dict[int, Checkpoint]) -> Avslutsrad:
    """Days as they were asked; for those to come, as avslutsdatum now says."""
    rader = [
        Svarsrad(manader, svar[manader].dag if manader in svar else dag, svar.get(manader))
        for manader, dag in checkpoint_dagar(inskrivning.avslutad).items()
    ]
    return Avslutsrad(inskrivning, rader)


def far_se(user: User, aspirant: Aspirant, today: date) -> bool:
    return bool(avslut_med_svar(aspirant))


def panel(user: User, aspirant: Aspirant, today: date) -> dict | None:
    """The latest avslut that has an answer."""
    avslut = avslut_med_svar(aspirant)
    if not avslut:
        return None
    open_now = oppen_inskrivning(aspirant)
    rubrik = "Uppföljning efter förra avslutet" if open_now else "Uppföljning efter avslut"
    return {"rubrik": rubrik, "avslut": avslut[0], "fler": len(avslut) - 1, "aspirant": aspirant}


def tidslinje(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    for avslut in avslut_med_svar(aspirant):
        for rad in avslut.rader:
            if rad.checkpoint:
                yield _handelse(aspirant, avslut, rad)


def _handelse(aspirant: Aspirant, avslut: Avslutsrad, rad: Svarsrad) -> Handelse:
    return Handelse(
        dag=rad.dag,
        slag="uppfoljning",
        ikon=rad.ikon,
        rubrik=f"{rad.manader} månader efter avslut: {rad.checkpoint.get_utfall_display().lower()}",
        text=f"Försörjningsstöd {rad.manad}, enligt registret.",
        meta=f"Svaret söktes {rad.checkpoint.funnen_dag}. Avslut {avslut.inskrivning.avslutad}",
        url=reverse("uppfoljning:akt", args=[aspirant.pk]),
        lank="Visa",
    )


REGISTER.flikar.append(Flik("uppfoljning", "Uppföljning", "uppfoljning:akt", 70, far_se))
REGISTER.paneler.append(Panel("uppfoljning", "uppfoljning/panel_checkpoints.html", panel))
REGISTER.tidslinje.append(tidslinje)
REGISTER.lassidor.add("uppfoljning:akt")
VYER |= {
    "uppfoljning:akt": "Uppföljning efter avslut",
    "uppfoljning:min_dag": "Listan Min dag",
}
