"""The chefs' list of nödöppningar, and the review of each (domain.md sections 8-9)."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases import lasning, perms
from cases.enums import Lasningsslag
from cases.forms.falt import add_rule_error
from cases.forms.nodoppning import GranskningForm
from cases.models import Aspirant, Enhet, Nodgranskning, Nodoppning
from cases.nodoppning import count_to_review, to_review
from cases.services.nodoppning import ANDRAD, KLAR, GranskningError, pages_read, review
from config.components import Link
from config.flash import draft_saved, flash

PER_SIDA = 25
ELSEWHERE, HERE = "Person vid annan enhet", "Person vid din enhet, namnet visas inte för dig"


@dataclass(frozen=True)
class Rad:
    """One nödöppning for a chef. `person` only when the chef may see them; else what they are called. `granskningar`
    are those of the chef's units, oldest first; `vantar`: one of the units has none."""

    nodoppning: Nodoppning
    person: Aspirant | None
    kallas: str
    enheter: str
    granskningar: list[Nodgranskning]
    vantar: bool

    @property
    def gallande(self) -> Nodgranskning | None:
        return self.granskningar[-1] if self.granskningar else None


@require_safe
@perms.requires(perms.can_review_nodoppningar)
def nodoppning_list(request):
    """Of my unit's persons, and by my unit's staff; the latest first. `visa=vantar`: those I have to review."""
    mina = perms.chef_enheter(request.user, request.today)
    bara_vantar = request.GET.get("visa") == "vantar"
    alla = to_review(request.user, request.today) if bara_vantar else Nodoppning.objects.for_chef(mina)
    sida = Paginator(alla.select_related("user"), PER_SIDA).get_page(request.GET.get("sida"))
    sida.object_list = _rows(list(sida.object_list), mina)
    _log(request, sida.object_list, Lasningsslag.TRAFF)
    vantar = count_to_review(request.user, request.today)
    lankar = [
        Link(label="Alla", url=request.path, current=not bara_vantar),
        Link(label="Att granska", url=f"{request.path}?visa=vantar", current=bara_vantar, count=vantar),
    ]
    context = {"sida": sida, "nu": request.now, "lankar": lankar, "bara_vantar": bara_vantar}
    return render(request, "cases/nodoppning_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@perms.requires(perms.can_review_nodoppningar)
def nodoppning_review(request, pk: int):
    """Who read whom, why and what. POST says whether it was right, or says so anew; the opener only looks."""
    mina = perms.chef_enheter(request.user, request.today)
    nodoppning = get_object_or_404(Nodoppning.objects.for_chef(mina).select_related("user"), pk=pk)
    rad = _rows([nodoppning], mina)[0]
    egen, pagar = nodoppning.user_id == request.user.pk, nodoppning.tog_slut_at > request.now
    if request.method == "POST" and egen:
        raise PermissionDenied("En annan chef granskar din nödöppning.")
    form = _form(request, rad)
    if request.method == "POST" and form.is_valid() and (done := _review(request, nodoppning, form)):
        return done
    _log(request, [rad], Lasningsslag.VISAD)
    context = {
        "rad": rad,
        "form": form,
        "egen": egen,
        "pagar": pagar,
        "lasta": pages_read(pk),
        "ser_loggen": rad.person is not None and bool(set(nodoppning.enheter) & {e.pk for e in mina}),
    }
    return render(request, "cases/nodoppning_review.html", context)


def _form(request, rad: Rad) -> GranskningForm:
    forra = rad.gallande.pk if rad.gallande else None
    return GranskningForm(request.POST if request.method == "POST" else None, initial={"forra": forra})


def _review(request, nodoppning: Nodoppning, form: GranskningForm):
    """To the list when it is written; back to the page, which shows why, when it is not."""
    said = form.cleaned_data
    try:
        svar = review(
            nodoppning_id=nodoppning.pk,
            utfall=said["utfall"],
            motivering=said["motivering"],
            forra=said["forra"],
            now=request.now,
        )
    except GranskningError as error:
        add_rule_error(form, error)
        return None
    if svar == KLAR:
        return _written(request, nodoppning, form)
    if svar == ANDRAD:
        flash(request, "info", "Nödöppningen är redan granskad", "Granskningen på sidan gäller. Är den fel rättar du.")
    else:
        flash(request, "info", "Nödöppningen pågår", "Granska den när den har tagit slut.")
    return redirect("cases:nodoppning_review", nodoppning.pk)


def _written(request, nodoppning: Nodoppning, form: GranskningForm):
    draft_saved(request, f"granskning-{nodoppning.pk}")
    rattad = form.cleaned_data["forra"] is not None
    vad = "Granskningen är rättad" if rattad else "Nödöppningen är granskad"
    inte = form.cleaned_data["utfall"] == Nodgranskning.Utfall.INTE_BEFOGAD
    kvar = count_to_review(request.user, request.today)
    text = f"{kvar} kvar att granska." if kvar else "Inga fler väntar på dig."
    if inte:
        flash(request, "warn", f"{vad}: inte befogad", "Sidan säger vad du gör nu.")
        return redirect("cases:nodoppning_review", nodoppning.pk)
    flash(request, "ok", f"{vad}: befogad", text)
    return redirect(f"{reverse('cases:nodoppning_list')}?visa=vantar" if kvar else "cases:nodoppning_list")


def _rows(nodoppningar: list[Nodoppning], mina: list[Enhet]) -> list[Rad]:
    synliga = Aspirant.objects.in_bulk([n.aspirant_id for n in nodoppningar])
    enheter = Enhet.objects.in_bulk({pk for n in nodoppningar for pk in n.oppnare_enheter})
    granskade = {}
    gjorda = Nodgranskning.objects.filter(nodoppning__in=nodoppningar).select_related("granskad_av")
    for granskning in gjorda.order_by("granskad_at", "pk"):
        granskade.setdefault(granskning.nodoppning_id, []).append(granskning)
    return [_row(n, mina, synliga.get(n.aspirant_id), enheter, granskade.get(n.pk, [])) for n in nodoppningar]


def _row(nodoppning: Nodoppning, mina: list[Enhet], person: Aspirant | None, enheter: dict, granskningar: list) -> Rad:
    return Rad(
        nodoppning=nodoppning,
        person=person,
        kallas=_called(nodoppning, mina),
        enheter=", ".join(str(enheter[pk]) for pk in nodoppning.oppnare_enheter),
        granskningar=granskningar,
        vantar=bool(nodoppning.parter(mina) - {pk for g in granskningar for pk in g.for_enheter}),
    )


def _called(nodoppning: Nodoppning, mina: list[Enhet]) -> str:
    """A person the chef may not see: one rule hides my unit's as others', by number and ärendenummer too."""
    return HERE if set(nodoppning.enheter) & {e.pk for e in mina} else ELSEWHERE


def _log(request, rader: list[Rad], slag: str) -> None:
    lasning.visad(request, [r.nodoppning.aspirant_id for r in rader if r.person or r.kallas != ELSEWHERE], slag=slag)
