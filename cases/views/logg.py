"""The akt's tab Logg: who has read, and the person's extract."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from cases import akt_logg, perms
from cases.enums import Lasningsslag
from cases.forms.logg import LoggForm, UtdragForm
from cases.lasning import visad
from cases.logg import Dagslogg, Logg, extract, per_day, readers
from cases.loggutdrag import loggutdrag_pdf
from cases.models import Aspirant

from .akt import akt_context, get_aspirant

MOST_READINGS = 20_000
MOST_LINES = 1_500
TOO_MANY = "Perioden har så många läsningar att utdraget blir för långt. Välj en kortare period."


def logg_context(request, aspirant: Aspirant, kod: str) -> dict:
    """What every page of the tab gives its template: the akt's shell, and the links between the tab's pages."""
    links = akt_logg.lankar(request.user, aspirant, request.today, kod)
    return akt_context(request, aspirant, "logg") | {"loggsidor": links}


@require_GET
@perms.requires(perms.can_open_akter)
def logg(request, pk: int):
    """Every reading of the person, day by day with the latest first, narrowed by reader, kind and period."""
    aspirant = get_aspirant(pk)
    if not akt_logg.can_read_lasningar(request.user, aspirant, request.today):
        raise PermissionDenied("Bara chefen för en enhet som har personen läser loggen.")
    form = LoggForm(request.GET or None, readers=readers(aspirant, request.today))
    urval = form.urval(stigande=request.GET.get("sortering") == "nar")
    sida = Paginator(Dagslogg(aspirant, urval, request.today), Dagslogg.FORST).get_page(request.GET.get("sida"))
    context = {
        "form": form,
        "sida": sida,
        "dagar": per_day(sida),
        "bara_listor": urval.slag == Lasningsslag.TRAFF,
        "sortering": "-nar",
    }
    return render(request, "cases/logg.html", logg_context(request, aspirant, "lasningar") | context)


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def loggutdrag(request, pk: int):
    """Choose the period; the answer to POST is the PDF."""
    aspirant = get_aspirant(pk)
    if not akt_logg.can_order_loggutdrag(request.user, aspirant, request.today):
        raise PermissionDenied("Loggutdrag tas fram av chef, eller av handläggare på den ansvariga enheten.")
    form = UtdragForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid() and (pdf := _pdf(request, aspirant, form)):
        return pdf
    return render(request, "cases/loggutdrag.html", logg_context(request, aspirant, "utdrag") | {"form": form})


def _pdf(request, aspirant: Aspirant, form: UtdragForm) -> HttpResponse | None:
    """The file, or None with the error on the form when the period is too long."""
    urval = form.urval()
    alla = Logg(aspirant, urval, request.today)
    rader = extract(alla[0:MOST_READINGS])
    if len(rader) > MOST_LINES or alla.count() > MOST_READINGS:
        form.add_error("fran", TOO_MANY)
        return None
    visad(request, [aspirant], slag=Lasningsslag.PDF)
    enhet = akt_logg.own_unit(request.user, aspirant, request.today)
    svar = HttpResponse(
        loggutdrag_pdf(aspirant, rader, urval, enhet=enhet, now=request.now), content_type="application/pdf"
    )
    svar["Content-Disposition"] = f'attachment; filename="loggutdrag-{request.today}.pdf"'
    return svar
