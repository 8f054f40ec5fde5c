"""Statistik: figures without persons. Staff of an SDF or a jobbtorg see their own unit, controllers the whole city."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import perms
from cases.enums import Enhetsslag, Roll
from cases.models import Enhet
from cases.sekretess.identitet import som_system
from config.forms import offer
from config.periods import Period
from uppfoljning.leveranslage import lage_i_ord, leveranslage, saknas_i_ord
from uppfoljning.omfang import Omfang, for_enheter
from uppfoljning.rapport_forms import periodval
from uppfoljning.rapporter.csvfil import rapport_csv
from uppfoljning.rapporter.xlsxfil import rapport_xlsx
from uppfoljning.statistiksida import build_sida, sida_som_dokument

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILER = {"csv": ("text/csv; charset=utf-8", rapport_csv), "xlsx": (XLSX, rapport_xlsx)}


class UrvalForm(forms.Form):
    """The filter bar. A reader bound to units chooses among those."""

    period = forms.ChoiceField(label="Period", required=False)
    jobbtorg = forms.ModelChoiceField(Enhet.objects.none(), label="Jobbtorg", required=False, empty_label="Alla")
    stadsdel = forms.ModelChoiceField(Enhet.objects.none(), label="Stadsdel", required=False, empty_label="Alla")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = periodval(today)
        self.fields["jobbtorg"].queryset = Enhet.objects.jobbtorg().order_by("namn")
        self.fields["stadsdel"].queryset = Enhet.objects.sdf().order_by("namn")
        self.initial.setdefault("period", Period.tertial_of(today).previous().nyckel)

    def offer_units(self) -> None:
        """Both lists, for the page that shows them."""
        enheter = list(Enhet.objects.order_by("namn"))
        for namn, slag in (("jobbtorg", Enhetsslag.JOBBTORG), ("stadsdel", Enhetsslag.SDF)):
            offer(self.fields[namn], [enhet for enhet in enheter if enhet.slag == slag])


@require_safe
@perms.requires(perms.can_see_figures)
def statistik(request):
    form, period, omfang = _val(request)
    lage = leveranslage(period, request.today)
    alla = _ser_hela_staden(request)
    if alla:
        form.offer_units()
    with som_system("statistik"):
        sida = build_sida(period, omfang)
    context = {
        "form": form,
        "alla": alla,
        "nu": request.now,
        "sida": sida,
        "omfang": omfang,
        "rubriktext": f"{omfang.namn}, {period.label.lower()} ({period.fran} till {period.till})",
        "lage": lage_i_ord(lage),
        "saknas": saknas_i_ord(lage),
        "pagar": period.till >= request.today,
        "query": request.GET.urlencode(),
        "fot_hoger": "Statistiken öppnar inga personer för din roll.",
    }
    return render(request, "uppfoljning/statistik.html", context)


@require_safe
@perms.requires(perms.can_see_figures)
def statistik_fil(request, slag: str):
    if slag not in FILER:
        raise Http404
    _, period, omfang = _val(request)
    with som_system("statistik"):
        dokument = sida_som_dokument(build_sida(period, omfang), omfang, f"{request.today}")
    typ, skriv = FILER[slag]
    namn = f"statistik-{period.nyckel}.{slag}"
    return HttpResponse(
        skriv(dokument), content_type=typ, headers={"Content-Disposition": f'attachment; filename="{namn}"'}
    )


def _val(request) -> tuple[UrvalForm, Period, Omfang]:
    """The chosen period and units; what cannot be read falls back to the latest tertial that is over."""
    form = UrvalForm(request.GET or None, today=request.today)
    valt = form.cleaned_data if form.is_valid() else {}
    period = Period.parse(valt.get("period") or form.initial["period"])
    return form, period, _omfang(request, valt)


def _ser_hela_staden(request) -> bool:
    return request.user.har_roll(request.today, Roll.CONTROLLER)


def _omfang(request, valt: dict) -> Omfang:
    if _ser_hela_staden(request):
        return for_enheter(valt.get("jobbtorg"), valt.get("stadsdel"))
    return _egna(request)


def _egna(request) -> Omfang:
    """Own units only, whatever the address says."""
    torg = [e.pk for e in perms.enheter(request.user, request.today, Enhetsslag.JOBBTORG)]
    sdf = [e.pk for e in perms.enheter(request.user, request.today, Enhetsslag.SDF)]
    namn = ", ".join(str(e) for e in perms.enheter(request.user, request.today))
    # Someone of neither side has no unit to see: an empty choice, never the whole city
    return Omfang(namn, sdf=tuple(sdf)) if sdf and not torg else Omfang(namn, jobbtorg=tuple(torg))
