"""The first page after login."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases import perms
from cases.bemanning import without_substitute
from cases.enums import Lasningsslag
from cases.lasning import visad
from cases.models import Journalanteckning, Nummerfraga
from cases.nodoppning import running, to_review
from cases.senast import recently_opened
from cases.services.konton import to_confirm
from cases.services.overlamning import unread
from cases.vantar import waiting
from config.dates import weekday_name
from config.formatting import weekday_short
from uppfoljning.min_dag import min_dag as compute

CHEFENS = ("att_bekrafta", "nodoppningar_att_granska", "lamnade_utkast", "ersattare_slutat")


@require_safe
def start(request):
    """Min dag for those who open akter; the others' own first page."""
    if perms.can_open_akter(request.user, request.today):
        return min_dag(request)
    if perms.can_see_figures(request.user, request.today):
        return redirect("uppfoljning:rapport_list")
    if perms.can_administer(request.user, request.today):
        return redirect("cases:systemstatus")
    if perms.can_answer_nummerfragor(request.user, request.today):
        return redirect("cases:nummerfraga_list")
    vantar = request.user.medlemskap.filter(bekraftelser__beviljad=None, bekraftelser__isnull=False).exists()
    return render(request, "uppfoljning/utan_uppdrag.html", {"vantar": vantar})


def min_dag(request):
    veckor = 4 if "kommande" in request.GET else 1
    senast, i_gar = recently_opened(request.user, request.now), request.today - timedelta(days=1)
    sedan = senast.forra or i_gar
    dag = compute(request.user, request.today, veckor=veckor, sedan=sedan, alla_rader="alla" in request.GET)
    pagar = running(request)
    andra = {n.aspirant_id for n in pagar} | {person.pk for person in senast.personer}
    visad(request, dag.visade | andra, slag=Lasningsslag.TRAFF)
    dagens_datum = f"{weekday_name(request.today)} {request.today}, vecka {request.today.isocalendar().week}"
    context = {
        "dag": dag,
        "kommande": veckor > 1,
        "dagens_datum": dagens_datum,
        "senast": senast.personer,
        "sedan": "i går" if sedan == i_gar else f"{weekday_short(sedan)} {sedan}",
        "nodoppningar": pagar,
        "overlamningar": unread(request.user),
        "nya_svar": _answers(request),
        **(_for_the_chef(request) if dag.enheten else dict.fromkeys(CHEFENS, 0)),
    }
    return render(request, "uppfoljning/min_dag.html", context)


def _for_the_chef(request) -> dict[str, int]:
    """How many wait for a chef's yes, for a chef's review, for somebody to sign what one who left began, and for
    another substitute, in one question."""
    user, today = request.user, request.today
    delar = [("att_bekrafta", to_confirm(user, today)), ("nodoppningar_att_granska", to_review(user, today))]
    for enhet in perms.chef_enheter(user, today):
        delar.append(("lamnade_utkast", Journalanteckning.objects.lamnade(enhet, today)))
        delar.append(("ersattare_slutat", without_substitute(enhet, today)))
    antal = waiting(request).count(delar)
    return {vad: antal[vad] for vad in CHEFENS}


def _answers(request) -> list[Nummerfraga]:
    """What registeransvarig has answered and the asker not read; those who cannot ask are not asked about."""
    if not perms.can_register_aspirant(request.user, request.today):
        return []
    return list(Nummerfraga.objects.nya_svar(request.user))
