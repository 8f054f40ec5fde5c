"""Scenes of the insatser tests."""

from datetime import date

from insatser.models import Genomforandeplan, Insats, Insatsslag, Placering, Trappsteg
from tests.factories import _lagd, kod


def insats(enhet, namn="Butik och återbruk", slag="praktik", steg="sysselsattning", **kwargs) -> Insats:
    """An insats of a unit with two places."""
    return _lagd(
        Insats,
        enhet=enhet,
        namn=namn,
        slag=kod(Insatsslag, slag),
        steg=kod(Trappsteg, steg),
        **{"anordnare": "Återbruket", "klass": "arbetsinriktad", "platser": 2, **kwargs},
    )


def placering(aspirant, insats, by, **kwargs) -> Placering:
    """A placering that is under way, with its genomförandeplan."""
    rad = _lagd(
        Placering,
        aspirant=aspirant,
        insats=insats,
        skapad_av=by,
        **{
            "enhet": insats.enhet,
            "fran": date(2026, 10, 5),
            "till": date(2027, 1, 29),
            "timmar_per_vecka": 12,
            **kwargs,
        },
    )
    _lagd(
        Genomforandeplan, aspirant=aspirant, placering=rad, namnd=rad.enhet.namnd, syfte="Pröva köksarbete i lugn takt"
    )
    return rad
