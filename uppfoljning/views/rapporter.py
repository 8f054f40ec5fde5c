"""Rapporter: order, follow, look, download."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases import perms
from config.components import Action
from config.flash import draft_saved, flash
from config.health import broker_answers
from config.periods import Period
from uppfoljning.enums import RapportLage
from uppfoljning.models import Rapport
from uppfoljning.rapport_forms import NyRapportForm
from uppfoljning.rapporter.bestallning import RapportError, cancel_rapport, order_rapport, retry_rapport
from uppfoljning.rapporter.framstallning import STEG
from uppfoljning.rapporter.presenter import dokument
from uppfoljning.rapporter.siffror import kan_tas_fram
from uppfoljning.rapporter.xlsxfil import rapport_xlsx

SHOWN = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAGEN = {
    RapportLage.KO: ("neutral", "clock"),
    RapportLage.TAS_FRAM: ("now", "loader"),
    RapportLage.ATT_GRANSKA: ("ok", "circle-check"),
    RapportLage.MISSLYCKAD: ("bad", "circle-x"),
    RapportLage.AVBRUTEN: ("neutral", "circle-slash"),
}


def synliga(request):
    """Controllers see every report, chefer those that are done."""
    if perms.can_order_report(request.user, request.today):
        return Rapport.objects.all()
    return Rapport.objects.klara()


@require_safe
@perms.requires(perms.can_read_reports)
def rapport_list(request):
    """The list polls itself while something is under way; a reload shows the same."""
    bestaller = perms.can_order_report(request.user, request.today)
    rapporter = list(synliga(request).for_lista()[: None if "aldre" in request.GET else SHOWN + 1])
    fler = len(rapporter) > SHOWN and "aldre" not in request.GET
    context = {
        "kon_tiger": any(r.lage == RapportLage.KO for r in rapporter) and not broker_answers(),
        "rader": [_rad(rapport) for rapport in (rapporter[:SHOWN] if fler else rapporter)],
        "fler": fler,
        "steg": STEG,
        "bestaller": bestaller,
        "actions": [_ny_rapport()] if bestaller else [],
        "nasta": Period.tertial_of(request.today),
        "nasta_fran": kan_tas_fram(Period.tertial_of(request.today)),
        "fot_hoger": "Rapporterna innehåller inga personuppgifter.",
    }
    return render(request, "uppfoljning/rapport_list.html", context)


def _ny_rapport() -> Action:
    return Action(label="Ny rapport", url=_url("rapport_new"), icon="plus", primary=True)


def _url(namn: str, *args) -> str:
    return reverse(f"uppfoljning:{namn}", args=args)


def _rad(rapport: Rapport) -> dict:
    kind, symbol = LAGEN[rapport.lage]
    # Nothing in the product reviews a report: one that is made is done
    klar = rapport.lage == RapportLage.ATT_GRANSKA
    lage = "Klar" if klar else rapport.get_lage_display()
    return {
        "rapport": rapport,
        "kind": "neutral" if rapport.ersatt else kind,
        "symbol": "archive" if rapport.ersatt else symbol,
        "lage": "Ersatt" if rapport.ersatt else lage,
        "procent": round(100 * max(rapport.steg - 1, 0) / len(STEG)),
        "klar": klar,
        "stannade": rapport.lage in (RapportLage.MISSLYCKAD, RapportLage.AVBRUTEN),
    }


@perms.requires(perms.can_order_report)
def rapport_new(request):
    form = NyRapportForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid():
        return _order(request, form.cleaned_data)
    return render(request, "uppfoljning/rapport_new.html", {"form": form, "crumbs": _crumbs("Ny rapport")})


def _order(request, val: dict):
    rapport, ny = order_rapport(
        namnd=val["namnd"],
        ar=val["period"].fran.year,
        tertial=val["period"].till.month // 4,
        diarienummer=val["diarienummer"],
        bestallning=val["bestallning"],
        by=request.user,
        now=request.now,
    )
    draft_saved(request, "rapport-ny")
    vad = f"{rapport.period.label} till {val['namnd']}, version {rapport.version}"
    if ny:
        flash(request, "ok", "Rapporten är beställd", f"{vad}. Du kan lämna sidan, den blir klar ändå.")
    else:
        flash(request, "info", "Rapporten var redan beställd", f"{vad}. Ingen ny version har gjorts.")
    return redirect("uppfoljning:rapport_list")


def _crumbs(here: str) -> list[dict]:
    return [{"label": "Rapporter", "url": _url("rapport_list")}, {"label": here}]


@require_safe
@perms.requires(perms.can_read_reports)
def rapport_detail(request, pk: int):
    """The preview: the same object as the files, on screen."""
    rapport = get_object_or_404(synliga(request).select_related("namnd", "bestalld_av"), pk=pk)
    if rapport.lage != RapportLage.ATT_GRANSKA:
        return redirect("uppfoljning:rapport_list")
    context = {"rapport": rapport, "dokument": dokument(rapport.siffror), "crumbs": _crumbs(str(rapport))}
    return render(request, "uppfoljning/rapport_detail.html", context | {"actions": _hamta(rapport)})


def _hamta(rapport: Rapport) -> list[Action]:
    namn = (("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"))
    return [
        Action(label=text, url=_url("rapport_fil", rapport.pk, slag), icon="download", primary=slag == "pdf")
        for slag, text in namn
    ]


@require_safe
@perms.requires(perms.can_read_reports)
def rapport_fil(request, pk: int, slag: str):
    """PDF and CSV as they were made; Excel is written from the same kept figures."""
    rapport = get_object_or_404(synliga(request).klara().select_related("namnd"), pk=pk)
    filer = {
        "pdf": ("application/pdf", lambda: rapport.pdf),
        "csv": ("text/csv; charset=utf-8", lambda: rapport.csv),
        "xlsx": (XLSX, lambda: rapport_xlsx(dokument(rapport.siffror))),
    }
    if slag not in filer:
        raise Http404
    typ, innehall = filer[slag]
    return HttpResponse(
        bytes(innehall()),
        content_type=typ,
        headers={"Content-Disposition": f'attachment; filename="{rapport.filnamn}.{slag}"'},
    )


@require_POST
@perms.requires(perms.can_order_report)
def rapport_cancel(request, pk: int):
    rapport = get_object_or_404(Rapport, pk=pk)
    if cancel_rapport(rapport=rapport):
        flash(request, "ok", "Rapporten är avbruten", f"{rapport}. Inget har sparats.")
    else:
        flash(request, "info", "Rapporten gick inte att avbryta", f"{rapport} var redan klar eller hade stannat.")
    return redirect("uppfoljning:rapport_list")


@require_POST
@perms.requires(perms.can_order_report)
def rapport_retry(request, pk: int):
    rapport = get_object_or_404(Rapport, pk=pk)
    try:
        igang = retry_rapport(rapport=rapport)
    except RapportError as error:
        flash(request, "warn", "Rapporten beställdes inte", str(error))
        return redirect("uppfoljning:rapport_list")
    if igang:
        flash(request, "ok", "Rapporten är beställd igen", f"{rapport}. Du kan lämna sidan, den blir klar ändå.")
    else:
        flash(request, "info", "Rapporten tas redan fram", str(rapport))
    return redirect("uppfoljning:rapport_list")
