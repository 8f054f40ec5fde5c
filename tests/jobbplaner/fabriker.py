"""Scenes of plans and samtal."""

import re
from datetime import date
from html import unescape

from cases import models as cases
from cases.sekretess.identitet import som_anvandare
from jobbplaner.enums import Planslag
from jobbplaner.innehall import Delmalsrad, Planinnehall
from jobbplaner.samtal import Bokning, Deltagarrad, needed
from jobbplaner.services.bokningar import book_samtal
from jobbplaner.services.planer import next_nummer, publish_plan, save_draft
from jobbplaner.services.uppfoljningar import complete_followup, save_followup
from jobbplaner.uppfoljning import Uppfoljningsinnehall, Utfallsrad
from tests.factories import as_owner, at

IDAG = date(2026, 11, 24)
NU = at("2026-11-24 09:30")


def innehall(**kwargs) -> Planinnehall:
    """A plan that gives no hint at all."""
    standard = {
        "egna_ord": "Jag vill laga mat till barn.",
        "mal": "Arbeta som måltidsbiträde i skola, minst 75 procent, från hösten 2027.",
        "motprestation": "Du går till Kista Matcafé måndag till onsdag.",
        "nasta_uppfoljning": date(2027, 1, 8),
        "haller_med": "ja",
        "delmal": (
            Delmalsrad(vad="Läsa SFI kurs C och göra provet", vem="aspirant", senast=date(2026, 12, 18), lage="pagar"),
            Delmalsrad(vad="Besöka ett skolkök i närheten", vem="aspirant_coach", senast=date(2026, 12, 11)),
        ),
    }
    return Planinnehall(**{**standard, **kwargs})


def utkast(aspirant, enhet, by, *, inskrivning=None, slag=Planslag.JOBBPLAN, now=NU, **kwargs):
    """A saved draft, written with the author's own eyes."""
    with som_anvandare(by.pk, today=now.date()):
        return save_draft(
            aspirant=aspirant,
            slag=slag,
            enhet=enhet,
            inskrivning=inskrivning,
            innehall=innehall(**kwargs),
            nummer=next_nummer(aspirant, slag, enhet),
            version=0,
            by=by,
            now=now,
        )


def publicerad(aspirant, enhet, by, *, now=NU, **kwargs):
    """A published plan with a stand-in for its file."""
    plan = utkast(aspirant, enhet, by, now=now, **kwargs)
    with som_anvandare(by.pk, today=now.date()):
        return publish_plan(plan=plan, by=by, now=now, pdf=b"%PDF-1.7 provfil")


def bokat_samtal(aspirant, enhet, by, **kwargs):
    """A booked samtal with its three parties; acts as whoever is acting."""
    bokning = Bokning(**{"datum": IDAG, "plats": "Rum 4", **kwargs})
    parter = [Deltagarrad(part=part, namn=part.label) for part in needed(bokning.motpart)]
    return book_samtal(aspirant=aspirant, enhet=enhet, bokning=bokning, deltagare=tuple(parter), by=by)


def samtycke(aspirant, fran, till, by, **kwargs) -> cases.Samtycke:
    with as_owner():
        return cases.Samtycke.objects.create(
            aspirant=aspirant,
            fran_namnd=fran.namnd,
            till_namnd=till.namnd,
            registrerat_av=by,
            **{
                "typer": ["jobbplan", "protokoll"],
                "mottaget_av": by,
                "satt": "skriftligt",
                "fran": date(2026, 5, 25),
                "till": date(2027, 5, 25),
                **kwargs,
            },
        )


def fields(html: str) -> dict:
    """What a browser would send of the page's own form, buttons apart."""
    form = max(re.findall(r'<form method="post".*?</form>', html, re.DOTALL), key=len)
    form = re.sub(r"<template.*?</template>", "", form, flags=re.DOTALL)
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        namn = re.search(r'name="([^"]*)"', tag)
        if namn and (" checked" in tag or not re.search('type="(radio|checkbox)"', tag)):
            varde = re.search(r'value="([^"]*)"', tag)
            data[namn[1]] = unescape(varde[1]) if varde else "on" if "checkbox" in tag else ""
    for namn, varde in re.findall(r'<textarea name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL):
        data[namn] = unescape(varde)
    for namn, val in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        valt = re.search(r'<option value="([^"]*)" selected', val)
        data[namn] = valt[1] if valt else ""
    return data


def uppfoljd(plan, enhet, by, inskrivning=None, *, now=NU, utfall="klart", **kwargs):
    """A completed follow-up in which every delmål came to the same."""
    with som_anvandare(by.pk, today=now.date()):
        rader = tuple(Utfallsrad(delmal=d.pk, utfall=utfall, resultat="Som planerat") for d in plan.delmal.all())
        text = {"datum": now.date(), "mal_utfall": "star_fast", "utfall": rader, **kwargs}
        sparad = save_followup(plan=plan, enhet=enhet, innehall=Uppfoljningsinnehall(**text), version=0, by=by, now=now)
        return complete_followup(uppfoljning=sparad, enhet=enhet, inskrivning=inskrivning, by=by, now=now)[0]
