"""What every page's frame needs: menu, who I am, the city's name."""

from django.conf import settings
from django.urls import reverse

from . import lasning
from .enums import AKTROLLER, Enhetsslag, Roll
from .vantar import waiting

AKT, SIFFROR = set(AKTROLLER), {Roll.CONTROLLER, Roll.ENHETSCHEF}

# More do not fit beside the search field; the rest is folded under Mer
MENU_SHOWN = 6

BEKRAFTAR = {Roll.ENHETSCHEF, Roll.SYSTEMFORVALTARE}

# (label, URL name, roles); a page joins the menu when it lands
MENU = [
    ("Min dag", "uppfoljning:min_dag", AKT),
    ("Enheten", "uppfoljning:enhet", {Roll.ENHETSCHEF}),
    ("Mina personer", "cases:aspirant_list", AKT),
    ("Registrera", "cases:registrera", {Roll.SOCIALSEKRETERARE}),
    ("Remisser", "cases:remiss_list", AKT),
    ("Mottaget", "cases:mottaget_list", AKT),
    ("Insatser", "insatser:insats_list", AKT),
    ("Statistik", "uppfoljning:statistik", AKT | SIFFROR),
    ("Uppföljning", "uppfoljning:leverans_list", SIFFROR),
    ("Rapporter", "uppfoljning:rapport_list", SIFFROR),
    ("Nummerfrågor", "cases:nummerfraga_list", {Roll.REGISTERANSVARIG}),
    ("Systemstatus", "cases:systemstatus", {Roll.SYSTEMFORVALTARE}),
    ("Administration", "admin:index", {Roll.SYSTEMFORVALTARE}),
]


def ram(request) -> dict:
    """Frame of the page. Degrades to the bare frame for anonymous visitors and error pages."""
    context = {"demo": settings.DEMO, "kommun": settings.KOMMUN, "servicedesk": settings.SERVICEDESK}
    user = getattr(request, "user", None)
    today = getattr(request, "today", None)
    if not today or not user or not user.is_authenticated:
        return context
    medlemskap = user.medlemskap_den(today)
    roller = {m.roll for m in medlemskap}
    meny = _menu(request, roller, {"cases:mottaget_list": waiting(request).mottaget})
    shown = len(meny) if len(meny) <= MENU_SHOWN + 1 else MENU_SHOWN
    context |= {
        "today": today,
        "session_idle": settings.SESSION_IDLE_SECONDS,
        "jag": {"namn": user.namn, "beskrivning": _beskrivning(medlemskap), "lankar": _own_links(roller)},
        "meny": meny,
        "meny_forst": meny[:shown],
        "meny_mer": meny[shown:],
        "sok_url": reverse("cases:sok") if roller & AKT else None,
        # asked when the foot is written, below all that the page shows
        "fot_hoger": lambda: lasning.footnote(request),
    }
    return context


def _beskrivning(medlemskap) -> str:
    if not medlemskap:
        return "Inget uppdrag i dag"
    roll, enhet = medlemskap[0].get_roll_display(), medlemskap[0].enhet
    if medlemskap[0].roll == Roll.SOCIALSEKRETERARE:
        return str(enhet)
    return f"{roll}, hela staden" if enhet.slag == Enhetsslag.STAB else f"{roll}, {enhet}"


def _own_links(roller: set[str]) -> list[dict]:
    links = [
        ("Mitt konto", "cases:mitt_konto", None),
        ("Att bekräfta", "cases:bekraftelse_list", BEKRAFTAR),
        ("Nödöppning", "cases:nodoppning_create", AKT),
        ("Nödöppningar", "cases:nodoppning_list", {Roll.ENHETSCHEF}),
    ]
    return [{"label": label, "url": reverse(name)} for label, name, who in links if who is None or roller & who]


def _menu(request, roller: set[str], antal: dict[str, int]) -> list[dict]:
    here = request.path.replace("/akter/", reverse("cases:aspirant_list"), 1)
    items = [
        {"label": label, "url": reverse(name), "count": antal.get(name)} for label, name, who in MENU if roller & who
    ]
    current = max(
        (i["url"] for i in items if i["url"] == here or (here.startswith(i["url"]) and i["url"] != "/")),
        key=len,
        default=None,
    )
    return [{**item, "current": item["url"] == current} for item in items]
