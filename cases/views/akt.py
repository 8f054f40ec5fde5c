"""The akt: header, tabs, and the overview with its timeline."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cases import akt, perms
from cases.aktrader import remember
from cases.huvud import person_header
from cases.lasning import visad
from cases.models import AfProgram, Aspirant, HushallBarn, Nodoppning, Sdfansvar
from cases.sekretess.identitet import som_anvandare
from cases.skydd import Kanal, far_visas

SHOWN = 40


def get_aspirant(pk: int) -> Aspirant:
    """The person, with a memory for this request, or 404 when the reader may not see them.

    `har_program`: is there anything of Arbetsförmedlingen to ask for? Of most there is not. `ansvar`: the responsible
    SDF of each time, read with the person; `barnens_ar`: the birth years of the children, the same.
    """
    alla = Aspirant.objects.select_related("sdf__namnd", "forsorjningshinder", "registrerad_vid")
    alla = alla.annotate(
        har_program=Exists(AfProgram.objects.filter(aspirant=OuterRef("pk"))),
        ansvar=ArraySubquery(Sdfansvar.objects.filter(aspirant=OuterRef("pk")).som_json()),
        barnens_ar=ArraySubquery(HushallBarn.objects.filter(aspirant=OuterRef("pk")).values("fodelsear")),
    )
    return remember(get_object_or_404(alla, pk=pk))


def to_akt(request, pk: int):
    """Redirect to the akt, or to my persons when what was just saved took the person out of my sight.

    At a unit that shows only assigned persons, and for a protected one, naming another or closing does that.
    """
    return redirect("cases:akt", pk) if still_seen(request, pk) else redirect("cases:aspirant_list")


def still_seen(request, pk: int) -> bool:
    """Does the reader see the person after what this request has changed?"""
    with som_anvandare(request.user.pk, today=request.today):
        return Aspirant.objects.filter(pk=pk).exists()


def akt_context(request, aspirant: Aspirant, flik: str) -> dict:
    """What every page of the akt gives its template: person, header, tabs. `cases/akt_bas.html` shows them.

    The page is thereby a reading of the person.
    """
    visad(request, [remember(aspirant)])
    full = flik == "oversikt"
    return {
        "aspirant": aspirant,
        "huvud": person_header(request.user, aspirant, request.today, full=full),
        "huvud_fullt": full,
        "utan_utkast": not far_visas(aspirant, Kanal.UTKAST),
        "flikar": akt.flikar(request.user, aspirant, request.today, flik),
        "nodoppning": _nodoppning(request, aspirant),
    }


def _nodoppning(request, aspirant: Aspirant) -> Nodoppning | None:
    """What lets the reader see the person, when nothing else does; with `minuter_kvar`."""
    if aspirant.pk not in request.nodoppnade:
        return None
    nodoppning = (
        Nodoppning.objects.av(request.user).pagaende(request.now).filter(aspirant=aspirant).latest("galler_till")
    )
    nodoppning.minuter_kvar = -(-(nodoppning.galler_till - request.now).seconds // 60)
    return nodoppning


@dataclass(frozen=True)
class Urval:
    """A filter of the timeline: what the link says and which kinds of event it keeps."""

    kod: str
    label: str


URVAL = [
    Urval("plan", "Plan"),
    Urval("samtal", "Samtal"),
    Urval("kartlaggning", "Kartläggning"),
    Urval("journal", "Journal"),
    Urval("insatser", "Insatser"),
    Urval("inskrivning", "Inskrivning"),
    Urval("handlaggare", "Handläggare"),
    Urval("utlamnanden", "Utlämnanden"),
    Urval("uppfoljning", "Uppföljning"),
]


@require_safe
@perms.requires(perms.can_open_akter)
def oversikt(request, pk: int):
    """Översikt: everything that happened, newest first, and what is due."""
    aspirant = get_aspirant(pk)
    context = akt_context(request, aspirant, "oversikt")
    valt = request.GET.get("visa", "")
    alla = akt.handelser(aspirant, request.today)
    handelser = [h for h in alla if not valt or h.slag == valt]
    visade = handelser if "aldre" in request.GET else handelser[:SHOWN]
    return render(
        request,
        "cases/akt_oversikt.html",
        context
        | {
            "visade": visade[::-1],
            "fler": len(handelser) - len(visade),
            "urval": _urval({h.slag for h in alla}, valt),
            "valt": valt,
            "tidsgranser": akt.personens_tidsgranser(aspirant, request.user, request.today),
            "paneler": akt.paneler(request.user, aspirant, request.today),
        },
    )


def _urval(finns: set[str], valt: str) -> list[dict]:
    """Filter links for the kinds that the timeline has."""
    val = [u for u in URVAL if u.kod in finns]
    return [
        {"label": u.label, "url": f"?visa={u.kod}" if u.kod else "?", "current": u.kod == valt}
        for u in [Urval("", "Alla"), *val]
    ]
