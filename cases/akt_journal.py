"""What the journal registers in the akt: its tab, the notes on the timeline, the unsigned one, parts to hand over."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from config.dates import STOCKHOLM, add_workdays, local_date

from . import aktrader
from .akt import REGISTER, Flik, Handelse, Tidsgrans
from .andringar import AMNEN, OMRADEN
from .andringar_meningar import Amne, fick
from .dokument import Del, Dokument, written
from .lasning import DELAR, OBJEKT, VYER
from .models import Aspirant, Bilaga, Handlingstyp, Journalanteckning, User

MOST = 200


def anteckningar(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """Every signed note that the reader may see, on the day of its event."""
    signerade = (a for a in aktrader.anteckningar(aspirant) if not a.ar_utkast)
    rader = sorted(signerade, key=lambda a: a.signerad_at)
    rattade = {a.rattar_id for a in rader}
    for a in rader:
        skrevs = local_date(a.signerad_at)
        yield Handelse(
            dag=a.handelse_dag,
            tid=a.handelse_tid,
            skriven=a.signerad_at,
            slag="journal",
            ikon="notebook-pen",
            rubrik=f"{a.slag}{' (rättad)' if a.pk in rattade else ''}{' (rättelse)' if a.rattar_id else ''}",
            text=a.text if len(a.text) <= MOST else f"{a.text[:MOST].rsplit(' ', 1)[0]} …",
            meta=f"{a.forfattare}, {a.get_roll_display().lower()}, {a.enhet}. Signerad {skrevs}",
            url=f"{reverse('cases:anteckning_list', args=[aspirant.pk])}#anteckning-{a.pk}",
        )


def osignerade(aspiranter: list[Aspirant], user: User, today: date) -> dict[int, list[Tidsgrans]]:
    """One's own notes that wait for a signature: by the next working day after they were begun."""
    utkast = Journalanteckning.objects.utkast().filter(forfattare=user).select_related("slag").order_by("skapad_at")
    per_person = defaultdict(list)
    for a in aktrader.rows_of(aspiranter, aktrader.anteckningar, utkast):
        if a.ar_utkast and a.forfattare_id == user.pk:
            per_person[a.aspirant_id].append(a)
    return {pk: [_att_signera(rader)] for pk, rader in per_person.items()}


def _att_signera(rader: list[Journalanteckning]) -> Tidsgrans:
    forst, antal = rader[0], len(rader)
    sida = "anteckning_edit" if antal == 1 else "anteckning_list"
    return Tidsgrans(
        dag=add_workdays(local_date(forst.skapad_at), 1),
        vad="1 osignerad anteckning" if antal == 1 else f"{antal} osignerade anteckningar",
        varfor=f"{forst.slag or 'Anteckning'}, påbörjad {local_date(forst.skapad_at)}",
        url=reverse(f"cases:{sida}", args=[forst.aspirant_id, *([forst.pk] if antal == 1 else [])]),
        atgard="Signera anteckning",
        arbetsdagar=True,
    )


def dokument(aspirant: Aspirant, namnder: set[int]) -> Iterator[Dokument]:
    """Signed notes, one document per unit and year: a note is a part, and a span is the parts one chooses."""
    rader = Journalanteckning.objects.signerade().filter(aspirant=aspirant, namnd__in=namnder)
    per_ar = defaultdict(list)
    for a in rader.select_related("slag", "enhet__namnd", "forfattare", "paborjad_av", "rattar", "rattelse").order_by(
        "-handelse_dag", "-pk"
    ):
        per_ar[a.enhet, a.handelse_dag.year].append(a)
    for (enhet, ar), notes in sorted(per_ar.items(), key=lambda par: (-par[0][1], par[0][0].pk)):
        samma_dag = Counter(_namn(a) for a in notes)
        delar = [Del(kod=str(a.pk), namn=_namn(a, samma_dag), text=_text(a)) for a in notes]
        yield Dokument(
            nyckel=f"journal-{enhet.pk}-{ar}",
            typ=Handlingstyp.JOURNAL,
            titel=f"Journalanteckningar {ar}",
            enhet=enhet,
            delar=written(*delar),
        )


def _namn(a: Journalanteckning, samma_dag: Counter | None = None) -> str:
    """What the part is called; two of the same kind and day are told apart by their number."""
    namn = f"{a.handelse_dag} {a.slag}"[:60]
    return f"{namn}, nr {a.pk}" if samma_dag and samma_dag[namn] > 1 else namn


def _text(a: Journalanteckning) -> str:
    """Who wrote it and when, what it says, and what it corrects or is corrected by."""
    klockan = f" klockan {a.handelse_tid:%H:%M}" if a.handelse_tid else ""
    skrev = f"Händelse {a.handelse_dag}{klockan}. Skriven av {a.forfattare}, {a.get_roll_display().lower()}, {a.enhet}."
    delar = [f"{skrev} Signerad {a.signerad_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}.", a.text]
    if a.paborjad_av:
        delar.insert(1, f"Påbörjad av {a.paborjad_av}, som slutade.")
    if a.rattar_id:
        delar.insert(1, f"Rättar anteckning nr {a.rattar_id}. Skäl: {a.rattar_skal}")
    rattelse = getattr(a, "rattelse", None)
    if rattelse and not rattelse.ar_utkast:
        delar.insert(1, f"Rättad av anteckning nr {rattelse.pk}, {local_date(rattelse.signerad_at)}.")
    return "\n\n".join(delar)


REGISTER.flikar += [Flik("journal", "Journal", "cases:anteckning_list", 55)]
REGISTER.tidslinje += [anteckningar]
REGISTER.tidsgranser += [osignerade]
REGISTER.lassidor |= {"cases:anteckning_list"}
REGISTER.dokument += [dokument]
OMRADEN["journal"] = "Journal"
AMNEN |= {
    "cases_journalanteckning": Amne(
        "journal",
        "journalanteckningen",
        lambda rad: f"nr {rad.pk}",
        meningar=(
            fick("signerad_at", "signerade {}", 8),
            fick("kastad_at", "kastade utkastet till {}", 7),
            fick("overlaten_at", "överlät utkastet till {}", 6),
        ),
    )
}
OBJEKT |= {"cases:bilaga": Bilaga}
DELAR |= {"anteckning_pk": Journalanteckning}
VYER |= {
    "cases:anteckning_list": "Journalen",
    "cases:anteckning_create": "Ny anteckning i journalen",
    "cases:anteckning_edit": "En anteckning som skrivs",
    "cases:anteckning_correct": "En anteckning som rättas",
    "cases:anteckning_delete": "Ett utkast som kastas",
    "cases:anteckning_avgor": "Ett utkast av någon som har slutat",
    "cases:bilaga": "En bilaga i journalen",
}
