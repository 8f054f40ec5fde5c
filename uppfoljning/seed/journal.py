"""Journal notes for the demo accounts' persons: signed ones on both sides, a corrected one with a file, a draft."""

import hashlib
from datetime import date, time, timedelta

from cases.models import Anteckningsslag, Aspirant, Bilaga, Enhet, Handlaggare, Journalanteckning, User

from .amal import NUMMER
from .demodagen import workday
from .skriv import Rum, at, codes
from .skriv_handlaggare import SLUTADE, last_day

FORSTA = "Första mötet. Personen berättade om tidigare arbeten och vad som är viktigt framåt. Vi bokade tid för planen."
TELEFON = "Personen ringde och sa att praktiken går bra. Handledaren vill ha kontakt i slutet av månaden."
SDF = "Besök på socialkontoret. Vi gick igenom arbetsplanen. Personen håller med om stegen och vill börja snart."
UTKAST = "Handledaren ringde. Jag återkommer när jag har talat med"
LAMNAT = "Personen ringde. Fick tid för studiebesök och undrar om resan dit ersätts. Jag ska fråga och ringa tillbaka"
INTYG = "Intyg\nPraktiken har pågått tre dagar i veckan.\n".encode()


def write_journal(rum: Rum) -> int:
    """Those that Carl holds, with what Sara wrote of hers. Returns how many notes."""
    slag, carl, sara = codes(Anteckningsslag), rum.users["carl"], rum.users["sara"]
    rader = []
    for p, a in rum.par():
        if not p.oppen or p.oppen.coach != "carl":
            continue
        kista, borjade = rum.jobbtorg(p.oppen.jobbtorg), p.oppen.inskriven
        rader.append(_note(a, kista, carl, "coach", slag["besok"], borjade, FORSTA))
        if (rum.stad.today - borjade).days > 14:
            rader.append(_note(a, kista, carl, "coach", slag["telefon"], rum.stad.today - timedelta(days=6), TELEFON))
        if p.socialsekreterare == "sara":
            dag = max(p.registrerad, borjade - timedelta(days=7))
            rader.append(_note(a, a.sdf, sara, "socialsekreterare", slag["besok"], dag, SDF))
        if p.nummer == NUMMER:
            _corrected(a, kista, carl, slag["samtal"], rum.stad.today)
            rader.append(_note(a, kista, carl, "coach", slag["telefon"], rum.stad.today, UTKAST, signerad=False))
    rader += _left_behind(rum, slag["telefon"])
    return len(Journalanteckning.objects.bulk_create(rader))


def _left_behind(rum: Rum, slag: Anteckningsslag) -> list[Journalanteckning]:
    """Begun on the last day of the coach who has left, and never signed: her chef decides. Of one of her own, or of a
    colleague's in a city where she had none.
    """
    maja, kista, dag = rum.users[SLUTADE], rum.jobbtorg("Kista"), workday(last_day(rum.stad.today))
    rader = Handlaggare.objects.filter(enhet=kista, till=None, fran__lte=dag, aspirant__skydd=0)
    rader = rader.select_related("aspirant").order_by("pk")
    rad = rader.filter(user=maja).first() or rader.first()
    return [_note(rad.aspirant, kista, maja, "coach", slag, dag, LAMNAT, signerad=False)] if rad else []


def _note(
    a: Aspirant,
    enhet: Enhet,
    by: User,
    roll: str,
    slag: Anteckningsslag,
    dag: date,
    text: str,
    *,
    signerad: bool = True,
    skriven: str = "14:20",
    **rattelse,
) -> Journalanteckning:
    """Written the same afternoon, signed then and there."""
    skrevs = at(dag, skriven)
    return Journalanteckning(
        aspirant=a,
        namnd_id=enhet.namnd_id,
        enhet=enhet,
        forfattare=by,
        roll=roll,
        version=1,
        slag=slag,
        handelse_dag=dag,
        handelse_tid=time(13, 30) if signerad else None,
        text=text,
        skapad_at=skrevs,
        andrad_at=skrevs,
        signerad_at=skrevs if signerad else None,
        **rattelse,
    )


def _corrected(a: Aspirant, kista: Enhet, carl: User, slag: Anteckningsslag, today: date) -> None:
    """A slip, and the note that puts it right; the file came with the first."""
    dag, text = today - timedelta(days=12), "Samtal med handledaren: praktiken är {} dagar i veckan."
    fel = _note(a, kista, carl, "coach", slag, dag, text.format("två"), signerad=False)
    fel.save()
    Bilaga.objects.create(
        aspirant=a,
        namnd_id=kista.namnd_id,
        anteckning=fel,
        namn="intyg från praktiken.txt",
        slag=Bilaga.Slag.TEXT,
        storlek=len(INTYG),
        sha256=hashlib.sha256(INTYG).hexdigest(),
        innehall=INTYG,
        tillagd_at=fel.skapad_at,
    )
    Journalanteckning.objects.filter(pk=fel.pk).update(signerad_at=fel.skapad_at)
    fel.refresh_from_db()
    skal = {"rattar": fel, "rattar_skal": "Fel antal dagar"}
    _note(a, kista, carl, "coach", slag, dag, text.format("tre"), skriven="15:05", **skal).save()
