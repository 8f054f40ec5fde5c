"""Remisser on the timeline of the akt: asked, reminded of, and answered or ended."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from config.dates import STOCKHOLM

from . import aktrader
from .akt import REGISTER, Handelse, sida_for
from .enums import Remissvar
from .models import Aspirant, Remiss, Remisspaminnelse, Utlamnande
from .utlamnanden import received_text

SLAG = "inskrivning"


def remisshandelser(aspirant: Aspirant) -> Iterator[Handelse]:
    """Each question and answer, with the utlämnande that it is when it has one, and the reminders between them."""
    skickade = {u.handling_id: u for u in aktrader.utlamnanden(aspirant)}
    for remiss in aktrader.remisser(aspirant):
        yield _sent(remiss, skickade)
        for paminnelse in remiss.paminnelser.all():
            yield _reminded(remiss, paminnelse)
        if remiss.svar:
            yield _ended(remiss) if remiss.svar == Remissvar.UTGANGEN else _answered(remiss, skickade)


def _event(remiss: Remiss, nar: datetime, ikon: str, rubrik: str, text: str, meta: str, kvittens: str = "") -> Handelse:
    lokal = nar.astimezone(STOCKHOLM)
    url = reverse("cases:remiss_detail", args=[remiss.pk])
    return Handelse(
        dag=lokal.date(),
        tid=lokal.time(),
        slag=SLAG,
        ikon=ikon,
        rubrik=rubrik,
        text=text,
        meta=meta,
        url=url,
        kvittens=kvittens,
    )


def _sent(remiss: Remiss, skickade: dict[int, Utlamnande]) -> Handelse:
    return _event(
        remiss,
        remiss.skickad_at,
        "send",
        f"Remiss till {remiss.jobbtorg}",
        remiss.fraga if len(remiss.fraga) <= 160 else f"{remiss.fraga[:157]} …",
        f"{remiss.skickad_av}, {remiss.sdf}{_ground(remiss.handling_id, skickade)}",
        _receipt(remiss.handling_id, skickade),
    )


def _reminded(remiss: Remiss, paminnelse: Remisspaminnelse) -> Handelse:
    sent = paminnelse.dag > remiss.svar_senast
    text = f"Svaret skulle ha kommit senast {remiss.svar_senast}." if sent else f"Svar senast {remiss.svar_senast}."
    rubrik = f"Påminnelse till {remiss.jobbtorg}"
    text = f"{paminnelse.get_slag_display()}. {text}"
    return _event(remiss, paminnelse.paminde_at, "clock", rubrik, text, paminnelse.av)


def _ended(remiss: Remiss) -> Handelse:
    rubrik = f"Remissen till {remiss.jobbtorg} gick ut utan svar"
    return _event(remiss, remiss.besvarad_at, "circle-stop", rubrik, remiss.utgangen_skal, "Automatiskt")


def _answered(remiss: Remiss, skickade: dict[int, Utlamnande]) -> Handelse:
    tillbaka = remiss.svar == Remissvar.ATERREMITTERAD
    return _event(
        remiss,
        remiss.besvarad_at,
        "undo-2" if tillbaka else "inbox",
        f"Återremiss från {remiss.jobbtorg}" if tillbaka else f"Remissen mottagen av {remiss.jobbtorg}",
        remiss.aterremiss_skal or remiss.annorlunda_skal,
        f"{remiss.besvarad_av}{_ground(remiss.svarshandling_id, skickade)}",
        _receipt(remiss.svarshandling_id, skickade),
    )


def _ground(handling_id: int | None, skickade: dict[int, Utlamnande]) -> str:
    return f". Grund: {skickade[handling_id].grundtext}" if handling_id in skickade else ""


def _receipt(handling_id: int | None, skickade: dict[int, Utlamnande]) -> str:
    return received_text(skickade[handling_id]) if handling_id in skickade else ""


def remissidor(ids: list[int]) -> Iterator[QuerySet]:
    """A remiss and its återremiss are read on the remiss's page."""
    for handling in ("handling", "svarshandling"):
        yield sida_for(Remiss.objects.filter(**{f"{handling}__in": ids}), handling, "cases:remiss_detail", "pk")


REGISTER.handlingssidor.append(remissidor)
