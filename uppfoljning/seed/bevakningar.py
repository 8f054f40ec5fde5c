"""What people have done with bevakningar in the demo: one put off, one closed and an own one, at each side."""

from datetime import timedelta

from cases.models import Handlaggare
from uppfoljning.enums import Atgardsslag
from uppfoljning.models import Bevakning, Bevakningsatgard, EgenBevakning

from .skriv import Rum, at

GJORT = "Vi gick igenom planen på samtalet, den är rätt som den står."
VANTAR = "Skolan lämnar besked i slutet av veckan."
EGNA = {"carl": "Ring handledaren om schemat i december", "sara": "Fråga om läkarintyget"}


def write_acts(rum: Rum) -> int:
    """On bevakningar that the rules have given already; the next refresh follows. Returns how many."""
    skrivna = 0
    for username, text in EGNA.items():
        user = rum.users[username]
        haller = Handlaggare.objects.aktuella(rum.stad.today).filter(user=user)
        egna = Bevakning.objects.filter(
            enhet__in=haller.values("enhet"),
            aspirant__in=haller.values("aspirant"),
            aspirant__skydd=0,
            regel__endswith="_orord",
        )
        rader = list(egna.order_by("-galler_dag", "pk")[:2])
        if len(rader) < 2:
            continue
        idag = rum.stad.today
        _act(rader[0], user, idag - timedelta(days=1), slag=Atgardsslag.STANG, skal=GJORT)
        _act(rader[1], user, idag - timedelta(days=2), slag=Atgardsslag.SKJUT_UPP, skal=VANTAR, till=_friday(idag))
        EgenBevakning.objects.create(
            aspirant_id=rader[0].aspirant_id,
            enhet_id=rader[0].enhet_id,
            text=text,
            dag=_friday(idag),
            av=user,
            skapad_at=at(idag - timedelta(days=1), "10:05"),
        )
        skrivna += 3
    return skrivna


def _act(rad: Bevakning, user, dag, **vad) -> None:
    nyckel = {"aspirant_id": rad.aspirant_id, "enhet_id": rad.enhet_id, "regel": rad.regel, "nyckel": rad.nyckel}
    Bevakningsatgard.objects.create(**nyckel, **vad, av=user, at=at(dag, "15:40"))


def _friday(idag):
    """Of this week, or of the next when it is Friday or later."""
    return idag + timedelta(days=(4 - idag.weekday()) % 7 or 7)
