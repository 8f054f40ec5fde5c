"""What is typed in the forms of registration, remiss, inskrivning and avslut, so that each test changes one thing."""

import re

from cases import models

NUMMER = "199003042380"


def person(**changes) -> dict:
    return {
        "fornamn": "Amal",
        "efternamn": "Provsson",
        "fodelsedatum": "1990-03-04",
        "kon": "kvinna",
        "skydd": "0",
        "telefon": "08-465 004 50",
        **changes,
    }


def hushall(version=1, barn=(), **changes) -> dict:
    rows = {f"barn-{n}-fodelsear": str(year) for n, year in enumerate(barn)}
    return {
        "version": str(version),
        "forsorjningsstod_sedan": "2026-03",
        "forsorjningshinder": str(kod(models.Forsorjningshinder, "arbetslos_ingen_ersattning")),
        "vuxna": "1",
        "arbetsformaga": "76-100",
        "barn-TOTAL_FORMS": str(len(barn)),
        "barn-INITIAL_FORMS": "0",
        **rows,
        **changes,
    }


def remiss(till, **changes) -> dict:
    return {
        "jobbtorg": str(till.pk),
        "fraga": "Vilket stöd behövs för att söka arbete i kök?",
        "ingang": "forsorjningsstod",
        "inskrivningssatt": "gruppinformation",
        "rattslig_grund": str(kod(models.RattsligGrund, "sol_aktivitet")),
        "skal_att_prova": "",
        **changes,
    }


def inskrivning(med, **changes) -> dict:
    return {
        "inskriven": "2026-11-24",
        "inskrivningssatt": "gruppinformation",
        "rattslig_grund": str(kod(models.RattsligGrund, "sol_aktivitet")),
        "coach": str(med.pk),
        **changes,
    }


def avslut(orsak="arbete_ej_subventionerat", **changes) -> dict:
    return {
        "avslutad": "2026-11-24",
        "avslutsorsak": str(kod(models.Avslutsorsak, orsak)),
        "sagt_av": "aspirant",
        "verifierad": "ja",
        "kommunal_anstallning": "nej",
        "studiemedel": "nej",
        "arbete_en_manad": "okand",
        **changes,
    }


def kod(model, kod: str) -> int:
    return model.objects.get(kod=kod).pk


def words(response) -> str:
    """What the page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))
