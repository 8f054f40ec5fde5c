"""Scenes of the kartläggning."""

from datetime import date

from cases.sekretess.identitet import som_anvandare
from jobbplaner.kartlaggning import HINDER, TOMT
from jobbplaner.models import Kartlaggning, Kartlaggningsdel
from jobbplaner.services.kartlaggningar import complete, draft, save_draft
from tests.factories import as_owner, at

NU = at("2026-11-24 09:30")
PDF = (b"%PDF-1.7 arbetsdel", b"%PDF-1.7 kanslig del")


def svar(**kwargs) -> dict:
    """Answers that are enough for completing: no hinder but health, which is great."""
    hinder = dict.fromkeys(HINDER, "inget")
    return (
        TOMT | hinder | {"datum": date(2026, 11, 24), "psykisk_halsa": "stort", "halsa_text": "Sover dåligt."} | kwargs
    )


def sparad(aspirant, enhet, by, *, version: int | None = None, now=NU, **kwargs) -> Kartlaggning:
    """A draft as `by` saves it, on what stands unless `version` says other."""
    with som_anvandare(by.pk, today=now.date()):
        finns = draft(aspirant, enhet)
        rests_on = version if version is not None else finns.version if finns else 0
        return save_draft(aspirant=aspirant, enhet=enhet, innehall=svar(**kwargs), version=rests_on, by=by, now=now)


def slutford(aspirant, enhet, by, *, now=NU, **kwargs) -> Kartlaggning:
    utkast = sparad(aspirant, enhet, by, now=now, **kwargs)
    with som_anvandare(by.pk, today=now.date()):
        return complete(kartlaggning=utkast, by=by, now=now, pdf=PDF)


def overtagen(aspirant, enhet, datum: date, **hinder) -> Kartlaggning:
    """As import leaves it: answers of a file, nobody's name."""
    with as_owner():
        egna = {namn: varde for namn, varde in hinder.items() if namn in {"motivation", "boende", "annat"}}
        ny = Kartlaggning.objects.create(
            aspirant=aspirant,
            namnd=enhet.namnd,
            enhet=enhet,
            datum=datum,
            kalla="overtagen",
            andrad_at=NU,
            klar_at=NU,
            **egna,
        )
        Kartlaggningsdel.objects.create(
            aspirant=aspirant,
            namnd=enhet.namnd,
            kartlaggning=ny,
            **{namn: varde for namn, varde in hinder.items() if namn not in egna},
        )
    return ny
