"""Trepartssamtal ahead at a unit: those of the jobbtorg, or of the persons an SDF is responsible for."""

from datetime import date, timedelta

from django.db.models import F, QuerySet

from cases.enums import Enhetsslag
from cases.models import Enhet
from jobbplaner.models import Trepartssamtal

DAGAR_FRAM = 14


def kommande(enhet: Enhet, today: date) -> QuerySet:
    """From today on, the soonest first."""
    rader = Trepartssamtal.objects.bokade().filter(datum__gte=today).select_related("aspirant", "enhet")
    rader = rader.filter(aspirant__sdf=enhet) if enhet.slag == Enhetsslag.SDF else rader.filter(enhet=enhet)
    return rader.order_by("datum", F("tid").asc(nulls_last=True), "pk")


def soon(enhet: Enhet, today: date) -> QuerySet:
    """Those of the next fourteen days."""
    return kommande(enhet, today).filter(datum__lte=today + timedelta(days=DAGAR_FRAM))
