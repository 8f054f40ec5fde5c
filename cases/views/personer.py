"""Lists of persons, and search by name, number or ärendenummer: nothing else is a search key (law.md 3.1)."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from cases import perms
from cases.models import Aspirant
from cases.sok import find

PER_PAGE = 50
URVAL = {"mina": "Mina", "enheten": "Min enhet"}


@perms.requires(perms.can_open_akter)
def aspirant_list(request):
    """My persons, or those of my unit; sorted by name."""
    valt = request.GET.get("visa") if request.GET.get("visa") in URVAL else "mina"
    personer = Aspirant.objects.vid(perms.enheter(request.user, request.today))
    if valt == "mina":
        personer = Aspirant.objects.handlagda_av(request.user, request.today)
    sida = Paginator(personer.for_lista(request.today), PER_PAGE).get_page(request.GET.get("sida"))
    urval = [{"label": label, "url": f"?visa={kod}", "current": kod == valt} for kod, label in URVAL.items()]
    return render(request, "cases/aspirant_list.html", {"sida": sida, "valt": valt, "urval": urval})


@perms.requires(perms.can_open_akter)
def sok(request):
    """One hit on a number or an ärendenummer opens the akt; otherwise the hits are listed."""
    fraga = request.POST.get("q", "").replace("\0", "").strip()
    svar = find(fraga, request.today)
    if svar.exakt and len(svar.personer) == 1:
        return redirect("cases:akt", svar.personer[0].pk)
    return render(request, "cases/sok.html", {"fraga": fraga, "svar": svar})
