"""Lists of persons, and search by name, number or ärendenummer: nothing else is a search key (law.md 3.1)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases import lasning, perms
from cases.enums import Lasningsslag
from cases.models import Aspirant, Tidigarenummer, User
from cases.personnummer import format_nummer
from cases.sikt import limited_text
from cases.skydd import Kanal, kallas
from cases.sok import SIFFRA, Sokning, find
from config.bladdring import LangPaginator
from config.components import Action
from config.flash import flash

PER_PAGE = 50


@dataclass(frozen=True)
class Urval:
    """A choice of persons: what its link says, its heading, whom it gives, and why the number is not another's."""

    kod: str
    label: str
    rubrik: str
    personer: Callable[[User, date], QuerySet]
    raknar: str = ""


BARA_EGNA = "Räknar dem du själv handlägger. Min dag räknar även dem du vikarierar för eller följer som samordnare."
ENHETENS = "Räknar alla som enheten har eller har haft ansvar för, har fått på remiss eller skrivit in."
URVAL = [
    Urval("mina", "Mina", "Jag är handläggare", Aspirant.objects.handlagda_av, BARA_EGNA),
    Urval("ersattare", "Som ersättare", "Jag är ersättare", Aspirant.objects.vikarierade_av),
    Urval("samordnare", "Som samordnare", "Jag är samordnare", Aspirant.objects.samordnade_av),
    Urval("stod", "Långsiktigt stöd", "Jag ger långsiktigt stöd", Aspirant.objects.stodda_av),
    Urval(
        "enheten",
        "Min enhet",
        "Hela enheten",
        lambda user, dag: Aspirant.objects.vid(perms.enheter(user, dag)),
        ENHETENS,
    ),
    Urval("alla", "Alla jag får se", "Alla jag får se", lambda user, dag: Aspirant.objects.all()),
]
ALLTID = {"mina", "enheten", "alla"}
# What the hits of a search can be narrowed to; all of them first
ALLA = "alla"
SOKURVAL = ("enheten", "mina")
FRAGOR = ("q", "visa", "sida")
SENASTE = "senaste_sokning"
"""In the session, which ends with the login."""
LANGST = 200


@require_safe
@perms.requires(perms.can_open_akter)
def aspirant_list(request):
    """My persons, those I look after for someone absent, those I follow, those of my unit, or all; sorted by name."""
    user, today = request.user, request.today
    finns = [u for u in URVAL if u.kod in ALLTID or u.personer(user, today).exists()]
    chef = any(perms.ar_chef(user, enhet, today) for enhet in perms.enheter(user, today))
    valt = next((u for u in finns if u.kod == request.GET.get("visa")), None) or _forst(finns, user, today, chef)
    personer = valt.personer(user, today)
    med_byten = chef and valt.kod == "enheten"
    if med_byten:
        personer = personer.med_byten(today)
    sida = LangPaginator(personer.for_lista(today), PER_PAGE, request.GET.get("sida")).asked()
    lasning.visad(request, sida, slag=Lasningsslag.TRAFF)
    urval = [{"label": u.label, "url": f"?visa={u.kod}", "current": u is valt} for u in finns]
    context = {"sida": sida, "valt": valt, "urval": urval, "med_byten": med_byten, "atgarder": _atgarder(chef)}
    return render(request, "cases/aspirant_list.html", context | _headings(valt, limited_text(user, today)))


def _headings(valt: Urval, del_av: str) -> dict:
    """Of the unit only a part is counted where the reader does not see all of it."""
    if del_av and valt.kod == "enheten":
        return {"rubrik": "Enhetens personer som du ser", "raknar": del_av, "del_av": del_av}
    return {"rubrik": valt.rubrik, "raknar": valt.raknar, "del_av": del_av}


def _forst(finns: list[Urval], user: User, today: date, chef: bool) -> Urval:
    """One's own; a chef who holds nobody meets the unit."""
    if chef and not finns[0].personer(user, today).exists():
        return next(u for u in finns if u.kod == "enheten")
    return finns[0]


def _atgarder(chef: bool) -> list[Action]:
    forsta = ("Handläggare", "cases:handlaggare_list") if chef else ("Lämna över", "cases:overlamning_create")
    return [
        Action(label=forsta[0], url=reverse(forsta[1]), icon="users"),
        Action(label="Frånvaro", url=reverse("cases:vikariat_list"), icon="calendar-off"),
    ]


@perms.requires(perms.can_open_akter)
def sok(request):
    """One hit on a number or an ärendenummer opens the akt; otherwise they are listed, all or one choice of them.

    A name is never in an address, so the pages of the hits are asked for by forms; Back from an akt leads to the hits
    of the last name, which the session remembers.
    """
    fragat = _asked(request)
    fraga, sida = fragat["q"].replace("\0", "").strip(), fragat["sida"]
    svar = find(fraga, request.today, sida=sida)
    if svar.exakt and len(svar.personer) == 1:
        _say_earlier(request, svar)
        return redirect("cases:akt", svar.personer[0].pk)
    valt = fragat["visa"] or ALLA
    omfang = _omfang(request, svar, valt)
    if valt in {o["kod"] for o in omfang} - {ALLA}:
        egna = _sokurval(valt).personer(request.user, request.today)
        svar = find(fraga, request.today, egna, sida)
    lasning.visad(request, svar.visade, slag=Lasningsslag.TRAFF)
    if svar.exakt and not svar.fel:
        # Asked for by number or ärendenummer and not shown: someone the asker may not see, or nobody
        lasning.refuse_person(request, svar.pk, svar.nummer)
    del_av = limited_text(request.user, request.today)
    context = {"fraga": fraga, "svar": svar, "omfang": omfang, "valt": valt, "del_av": del_av}
    return render(request, "cases/sok.html", context)


def _asked(request) -> dict[str, str]:
    """What the form asks; by Back, what it last asked of a name. Numbers are not kept."""
    if request.method != "POST":
        return request.session.get(SENASTE, dict.fromkeys(FRAGOR, ""))
    fragat = {falt: request.POST.get(falt, "")[:LANGST] for falt in FRAGOR}
    if not SIFFRA.search(fragat["q"]):
        request.session[SENASTE] = fragat
    return fragat


def _say_earlier(request, svar: Sokning) -> None:
    """Found by a number that is no longer the person's. Of a protected person the notice has no number."""
    if not svar.tidigare:
        return
    person = svar.personer[0]
    nu = "har nu ett annat nummer" if person.skyddad else f"har nu nummer {format_nummer(person.nummer)}"
    fel = " Numret du sökte på var fel och är rättat." if svar.tidigare.orsak == Tidigarenummer.Orsak.FEL else ""
    text = f"Numret du sökte på är ett tidigare nummer.{fel}"
    flash(request, "info", f"{kallas(person, Kanal.NOTIS)} {nu}", text, om=person.pk)


def _sokurval(kod: str) -> Urval:
    return next(u for u in URVAL if u.kod == kod)


def _omfang(request, svar, valt: str) -> list[dict]:
    """Whom the hits can be narrowed to. Counted among the hits the asker sees, so that nobody hidden is; past the
    limit they are not counted."""
    if svar.exakt or not svar.nycklar:
        return []
    omfang = [{"kod": ALLA, "label": "Alla jag får se", "count": len(svar.nycklar), "current": valt not in SOKURVAL}]
    for kod in SOKURVAL:
        urval = _sokurval(kod)
        personer = urval.personer(request.user, request.today).filter(pk__in=svar.nycklar)
        count = None if svar.fler else personer.count()
        omfang.append({"kod": kod, "label": urval.label, "count": count, "current": valt == kod})
    if svar.fler:
        omfang[0]["count"] = None
    return omfang
