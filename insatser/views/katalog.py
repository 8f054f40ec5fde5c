"""The catalogue: list, one insats, create and edit."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_safe

from cases.enums import Lasningsslag
from cases.lasning import visad
from cases.perms import can_open_akter, requires
from config.components import Action
from config.flash import draft_saved, flash
from insatser import perms
from insatser.belaggning import Belaggning, belaggning
from insatser.forms import InsatsForm, KatalogFilter
from insatser.models import Insats, Placering
from insatser.services.katalog import InsatsChangedError, InsatsExistsError, save_insats

PER_SIDA = 50
KATALOGEN = {"label": "Insatser", "url": reverse_lazy("insatser:insats_list")}
NYCKLAR = {"namn": lambda r: r.insats.namn.casefold(), "lediga": lambda r: r.platser.lediga}


@dataclass(frozen=True)
class Rad:
    """A line of the catalogue."""

    insats: Insats
    platser: Belaggning


@require_safe
@requires(can_open_akter)
def insats_list(request):
    """Every insats that is offered today, of all units, with places counted today."""
    sokning = KatalogFilter(request.GET)
    sokning.is_valid()
    insatser = Insats.objects.giltiga(request.today).for_lista()
    for falt in ("enhet", "steg"):
        if vald := sokning.cleaned_data.get(falt):
            insatser = insatser.filter(**{falt: vald})
    rader = _rader(list(insatser), request.today)
    if sokning.cleaned_data.get("ledig"):
        rader = [r for r in rader if r.platser.lediga]
    sida = Paginator(_sorted(rader, request.GET.get("sortering", "")), PER_SIDA).get_page(request.GET.get("sida"))
    ny = Action(label="Ny insats", url=reverse("insatser:insats_create"), icon="plus")
    return render(
        request,
        "insatser/insats_list.html",
        {
            "sokning": sokning,
            "sida": sida,
            "summa": _sum(rader),
            "sortering": "namn",
            "atgarder": [ny] if perms.can_create_insats(request.user, request.today) else [],
        },
    )


def _rader(insatser: list[Insats], today) -> list[Rad]:
    platser = belaggning(insatser, today)
    return [Rad(i, platser[i.pk]) for i in insatser]


def _sorted(rader: list[Rad], sortering: str) -> list[Rad]:
    nyckel = NYCKLAR.get(sortering.removeprefix("-"))
    return sorted(rader, key=nyckel, reverse=sortering.startswith("-")) if nyckel else rader


def _sum(rader: list[Rad]) -> dict[str, int]:
    return {namn: sum(getattr(r.platser, namn) for r in rader) for namn in ("platser", "upptagna", "andra", "lediga")}


@require_safe
@requires(can_open_akter)
def insats_detail(request, pk: int):
    """One insats: facts, places, and those placed there whom the reader may see."""
    insats = get_object_or_404(Insats.objects.for_lista(), pk=pk)
    platser = belaggning([insats], request.today)[insats.pk]
    synliga = list(
        Placering.objects.filter(insats=insats)
        .pagaende_den(request.today)
        .select_related("aspirant")
        .order_by("aspirant__efternamn", "aspirant__fornamn", "pk")
    )
    visad(request, [rad.aspirant_id for rad in synliga], slag=Lasningsslag.TRAFF)
    andra = Action(label="Ändra insatsen", url=reverse("insatser:insats_edit", args=[pk]), icon="pencil")
    return render(
        request,
        "insatser/insats_detail.html",
        {
            "insats": insats,
            "platser": platser,
            "rutor": _squares(platser),
            "brodsmulor": [KATALOGEN, {"label": insats.namn}],
            "rubriktext": f"{insats.slag} hos {insats.anordnare}",
            "placeringar": synliga,
            "osynliga": platser.upptagna - len(synliga),
            "atgarder": [andra] if perms.can_edit_insats(request.user, insats, request.today) else [],
        },
    )


def _squares(platser: Belaggning) -> list[str]:
    """One word per place, taken first; as many squares as places even when it is fuller than full."""
    rutor = ["upptagen"] * platser.upptagna + ["andra"] * platser.andra
    return (rutor + ["ledig"] * platser.lediga)[: platser.platser]


@requires(perms.can_create_insats)
def insats_create(request):
    enheter = perms.enheter_som_chef(request.user, request.today)
    form = InsatsForm(
        request.POST or None, enheter=enheter, today=request.today, initial={"enhet": enheter[0], "handledare": True}
    )
    if form.is_bound and (gjord := _create(request, form, enheter)):
        return gjord
    return render(
        request,
        "insatser/insats_form.html",
        {"form": form, "brodsmulor": [KATALOGEN, {"label": "Ny insats"}], "tillbaka": KATALOGEN["url"]},
    )


def _create(request, form: InsatsForm, enheter):
    """Where to go when it is there; the same form sent twice lands on the first. None: show the form again."""
    if not form.is_valid():
        same = _same_already(form, enheter, request.today)
        return same and _created(request, same, "info", "Insatsen var redan tillagd.")
    try:
        return _created(request, save_insats(insats=form.save(commit=False)), "ok", "Insatsen är tillagd.")
    except InsatsExistsError as fel:
        if not _differences(form, fel.nuvarande, enheter, request.today):
            return _created(request, fel.nuvarande, "info", "Insatsen var redan tillagd.")
        form.add_error("namn", str(fel))
        return None


def _same_already(form: InsatsForm, enheter, today) -> Insats | None:
    """The insats that stands in the way of this form by its name, when everything else is the same too."""
    data = form.cleaned_data
    if any(namn not in data for namn in form.Meta.fields):
        return None
    stands = Insats.objects.filter(enhet=data["enhet"], namn=data["namn"]).first()
    return stands if stands and not _differences(form, stands, enheter, today) else None


def _created(request, insats: Insats, slag: str, rubrik: str):
    draft_saved(request, "insats-ny")
    flash(request, slag, rubrik, f"{insats} finns i katalogen.")
    return redirect("insatser:insats_detail", insats.pk)


@requires(can_open_akter)
def insats_edit(request, pk: int):
    """Change an insats. When someone else has saved meanwhile, both versions are shown and nothing is lost."""
    insats = get_object_or_404(Insats.objects.for_lista(), pk=pk)
    if not perms.can_edit_insats(request.user, insats, request.today):
        raise PermissionDenied
    enheter = perms.enheter_som_chef(request.user, request.today)
    form = InsatsForm(request.POST or None, instance=insats, enheter=enheter, today=request.today)
    tillbaka = {"label": insats.namn, "url": reverse("insatser:insats_detail", args=[pk])}
    context = {
        "form": form,
        "insats": get_object_or_404(Insats, pk=pk),
        "brodsmulor": [KATALOGEN, tillbaka, {"label": "Ändra"}],
        "tillbaka": tillbaka["url"],
    }
    if request.method == "POST" and form.is_valid():
        try:
            save_insats(insats=form.save(commit=False), version=form.cleaned_data["version"])
        except InsatsChangedError as fel:
            context |= {"skillnader": _differences(form, fel.nuvarande, enheter, request.today)}
            if not context["skillnader"]:
                return _saved(request, pk, "info", "Ändringarna var redan sparade.")
            form.data = form.data.copy()
            form.data["version"] = fel.nuvarande.version
        except InsatsExistsError as fel:
            form.add_error("namn", str(fel))
        else:
            return _saved(request, pk, "ok", "Ändringarna är sparade.")
    return render(request, "insatser/insats_form.html", context)


def _saved(request, pk: int, slag: str, rubrik: str):
    draft_saved(request, f"insats-{pk}")
    flash(request, slag, rubrik)
    return redirect("insatser:insats_detail", pk)


def _differences(form: InsatsForm, nuvarande: Insats, enheter, today) -> list[dict]:
    """Fields where what stands now differs from what was typed: label, theirs, mine."""
    deras = InsatsForm(instance=nuvarande, enheter=enheter, today=today)
    return [
        {"label": form.fields[namn].label, "deras": _words(nuvarande, namn), "mitt": _words(form.instance, namn)}
        for namn in form.Meta.fields
        if deras[namn].value() != _value(form.cleaned_data[namn])
    ]


def _value(value):
    return getattr(value, "pk", value)


def _words(insats: Insats, namn: str) -> str:
    visa = getattr(insats, f"get_{namn}_display", None)
    value = visa() if visa else getattr(insats, namn)
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    return "Inget" if value in (None, "") else str(value)
