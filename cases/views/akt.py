"""The akt: header, tabs, and the overview with its timeline."""

from django.shortcuts import get_object_or_404, render

from cases import akt
from cases.models import Aspirant


def akt_context(request, aspirant: Aspirant, flik: str) -> dict:
    """What every page of the akt gives its template: person, header, tabs."""
    return {"aspirant": aspirant, "flikar": akt.flikar(request.user, aspirant, request.today, flik)}


def oversikt(request, pk: int):
    aspirant = get_object_or_404(Aspirant.objects.select_related("sdf"), pk=pk)
    return render(request, "cases/akt_oversikt.html", akt_context(request, aspirant, "oversikt"))
