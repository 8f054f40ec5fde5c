"""The second pair of eyes: what a chef or another systemförvaltare has to say yes to before it opens anything."""

from itertools import groupby

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases import perms
from cases.models import Medlemskap
from cases.services.konton import (
    NotYoursToConfirmError,
    PasswordNotChosenError,
    answer_bekraftelse,
    to_confirm,
)
from config.flash import flash


@require_safe
@perms.requires(perms.can_confirm_medlemskap)
def bekraftelse_list(request):
    """One row per membership; those the reader asked for stand without buttons."""
    vantande = to_confirm(request.user, request.today).order_by("medlemskap_id", "begard_at")
    rader = [
        {"medlemskap": medlemskap, "begarda": begarda, "egen": any(b.begard_av_id == request.user.pk for b in begarda)}
        for medlemskap, begarda in ((m, list(group)) for m, group in groupby(vantande, key=lambda b: b.medlemskap))
    ]
    return render(request, "cases/bekraftelse_list.html", {"rader": rader})


@require_POST
@perms.requires(perms.can_confirm_medlemskap)
def bekraftelse_answer(request, pk):
    """`svar` is "ja" or "nej"; anything else counts as nothing said."""
    vantande = to_confirm(request.user, request.today)
    medlemskap = get_object_or_404(Medlemskap, pk__in=vantande.values("medlemskap"), pk=pk)
    if (svar := request.POST.get("svar")) in ("ja", "nej"):
        _answer(request, medlemskap, svar == "ja")
    return redirect("cases:bekraftelse_list")


def _answer(request, medlemskap: Medlemskap, bevilja: bool) -> None:
    namn = medlemskap.user.namn
    try:
        answer_bekraftelse(medlemskap=medlemskap, bevilja=bevilja, now=request.now, today=request.today)
    except NotYoursToConfirmError:
        flash(request, "bad", "Någon annan behöver bekräfta", "Du har själv begärt det. En chef på enheten kan svara.")
    except PasswordNotChosenError:
        flash(request, "warn", f"{namn} har inte valt eget lösenord än", "Bekräfta när det är gjort.")
    else:
        flash(request, "ok", f"{namn} är bekräftad" if bevilja else f"Nekat: {namn} får inte uppdraget")
