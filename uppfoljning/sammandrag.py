"""The e-mail of the morning: how many bevakningar are overdue and due today, and where Min dag is. Nobody is named.

Whoever is on it is decided on Mitt konto. A row per user and day is committed before the e-mail is handed to the
server: a run that is killed and begun again sends nobody a second one. What the server refuses is forgotten, so that
the next run may try; what it neither took nor refused is left as it is.
"""

import logging
import smtplib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse

from cases.models import Aspirant, Medlemskap, User
from cases.sekretess.identitet import som_anvandare
from cases.skydd import Kanal, far_visas, nivaer
from config.dates import is_workday, local_date
from uppfoljning.chefens_dag import enhetens_bevakningar
from uppfoljning.min_dag import is_overdue, matters, persons
from uppfoljning.models import Sammandrag

logger = logging.getLogger("jobbakten.sammandrag")
KEPT = timedelta(days=30)
# Refused in so many words, or never spoken to: it has not been sent
REFUSED = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


@dataclass(frozen=True, slots=True)
class Vantar:
    """How many matters are overdue, and due today."""

    forsenade: int
    idag: int

    def __bool__(self) -> bool:
        return bool(self.forsenade or self.idag)

    def __str__(self) -> str:
        delar = [f"{self.forsenade} {'försenad' if self.forsenade == 1 else 'försenade'}"] * bool(self.forsenade)
        return " och ".join(delar + [f"{self.idag} att göra i dag"] * bool(self.idag))


@dataclass(slots=True)
class Utfall:
    """What became of a run; `besked` says why nothing was tried."""

    skickade: int = 0
    nekade: int = 0
    oklara: int = 0
    besked: str = ""

    def __str__(self) -> str:
        if self.besked:
            return self.besked
        fel = [f"{self.nekade} togs inte emot"] * bool(self.nekade) + [f"{self.oklara} oklara"] * bool(self.oklara)
        return ", ".join([f"{self.skickade} skickade", *fel])


def vantar(user: User, today: date) -> Vantar:
    """What stands overdue and for today on the user's Min dag, with what else waits there counted as today's; less the
    protected, whom no e-mail counts.

    To be called with the user's own identity.
    """
    rader = matters(persons(user, today), user, today, {})
    berorda = Aspirant.objects.filter(pk__in={rad.person for rad in rader if rad.person})
    visas = {a.pk for a in berorda if far_visas(a, Kanal.EPOST)}
    rader = [rad for rad in rader if rad.person is None or rad.person in visas]
    forsenade = sum(is_overdue(rad, today) for rad in rader)
    enhetens = _enhetens(user, today)
    return Vantar(forsenade + enhetens.forsenade, sum(rad.dag <= today for rad in rader) - forsenade + enhetens.idag)


def _enhetens(user: User, today: date) -> Vantar:
    """Of the units whose chef the user is."""
    rader = enhetens_bevakningar(user, today).filter(aspirant__skydd__in=nivaer(Kanal.EPOST)).order_by()
    sena, idag = Count("pk", filter=Q(galler_dag__lt=today)), Count("pk", filter=Q(galler_dag=today))
    return Vantar(**rader.aggregate(forsenade=sena, idag=idag))


def recipients(today: date):
    """Active accounts that open akter today, have an address, want the e-mail, and have not been sent today's."""
    medlemskap = Medlemskap.objects.giltiga(today).aktroller()
    return (
        User.objects.filter(is_active=True, sammandrag=True, pk__in=medlemskap.values("user"))
        .exclude(email="")
        .exclude(pk__in=Sammandrag.objects.filter(dag=today).values("user"))
        .order_by("pk")
    )


def send_sammandrag(*, now: datetime) -> Utfall:
    """Send today's to everyone who has something due. Raises OSError or smtplib.SMTPException without a server.

    Open no transaction around it: each row must stand before its e-mail leaves.
    """
    today = local_date(now)
    if not is_workday(today):
        return Utfall(besked="Ingen arbetsdag")
    if not settings.EMAIL_HOST:
        return Utfall(besked="Ingen e-postserver är inställd")
    Sammandrag.objects.filter(dag__lt=today - KEPT).delete()
    utfall, server = Utfall(), get_connection()
    try:
        for user in recipients(today):
            with som_anvandare(user.pk, today=today):
                antal = vantar(user, today)
            if antal:
                server.open()
                _send(user, antal, server, now, utfall)
    finally:
        server.close()
    return utfall


def _send(user: User, antal: Vantar, server, now: datetime, utfall: Utfall) -> None:
    rad, ny = Sammandrag.objects.get_or_create(user=user, dag=local_date(now), defaults={"paborjat_at": now})
    if not ny:
        return
    try:
        _message(user, antal, server).send()
    except REFUSED as error:
        rad.delete()
        utfall.nekade += 1
        _say(user, error, server)
    except (smtplib.SMTPException, OSError) as error:
        utfall.oklara += 1
        _say(user, error, server)
    else:
        Sammandrag.objects.filter(pk=rad.pk).update(skickat_at=now)
        utfall.skickade += 1


def _say(user: User, error: Exception, server) -> None:
    """The error's own text may quote an address: its kind is enough. The next e-mail gets a connection of its own."""
    logger.warning("sammandrag till konto %s gick inte fram: %s", user.pk, type(error).__name__)
    server.close()


def _message(user: User, antal: Vantar, server) -> EmailMessage:
    context = {
        "antal": antal,
        "min_dag": settings.SITE_URL + reverse("uppfoljning:min_dag"),
        "mitt_konto": settings.SITE_URL + reverse("cases:mitt_konto"),
    }
    return EmailMessage(
        subject=f"Jobbakten: {antal}",
        body=render_to_string("uppfoljning/sammandrag.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
        connection=server,
    )
