"""What happened to one row of the akt in one act, and the sentence that those who did it would use."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models

from .andringar_ord import NEJ_SAGER_NAGOT, Varde, etikett, field_of, is_told, words
from .andringar_uppslag import Uppslag

NY, ANDRAD, BORTTAGEN = "ny", "andrad", "borttagen"
TOMT = (None, "", [])


@dataclass(frozen=True)
class Faltrad:
    """A field as its form calls it, and what it was and became; `ny` when there was no row before."""

    namn: str
    fore: Varde
    efter: Varde
    borta: bool = False

    @property
    def kanslig(self) -> bool:
        return self.fore.kanslig

    @property
    def lang(self) -> bool:
        return self.fore.lang or self.efter.lang


@dataclass
class Forandring:
    """One row in one act, all its changes taken together. `falt` is field name -> [before, after]."""

    model: type[models.Model]
    amne: "Amne"
    pk: int
    slag: str
    del_av: int | None
    bok: Uppslag | None = None
    falt: dict[str, list] = field(default_factory=dict)
    # The change that removed the row later, which still knows what it was called
    sedan: "Forandring | None" = None

    def add(self, slag: str, falt: dict) -> None:
        """The next change of the same row: what it was first and became last."""
        for kolumn, (fore, efter) in falt.items():
            f = field_of(self.model, kolumn)
            if f is not None:
                forst = None if self.slag == NY and slag == ANDRAD else fore
                self.falt[f.name] = [self.falt.get(f.name, [forst])[0], efter]
        if slag == BORTTAGEN:
            self.slag = BORTTAGEN
        self.falt = {namn: par for namn, par in self.falt.items() if par[0] != par[1]}

    @property
    def rad(self) -> models.Model | None:
        """The row as it is; one that was removed as it was."""
        if self.slag == BORTTAGEN:
            return self._removed()
        return self.bok.rad(self.model, self.pk) or (self.sedan and self.sedan.rad)

    @property
    def kallad(self) -> str:
        """ "delmålet Läsa SFI"; only what kind it is when nothing more can be said."""
        return self.amne.i_ord(self.amne.kallad(self.rad) if self.rad else "")

    def _removed(self) -> models.Model | None:
        var = {namn: self.model._meta.get_field(namn).to_python(par[0]) for namn, par in self.falt.items()}
        rad = self.model(**{self.model._meta.get_field(namn).attname: value for namn, value in var.items()})
        for f in map(self.model._meta.get_field, self.amne.relaterade):
            slakting = self.bok.rad(f.related_model, getattr(rad, f.attname))
            if slakting is None:
                return None
            setattr(rad, f.name, slakting)
        return rad

    def fick(self, namn: str) -> bool:
        fore, efter = self.falt.get(namn, (None, None))
        return fore in TOMT and efter not in TOMT and self.slag != BORTTAGEN

    def miste(self, namn: str) -> bool:
        fore, efter = self.falt.get(namn, (None, None))
        return fore not in TOMT and efter in TOMT and self.slag == ANDRAD

    def bytte(self, namn: str) -> bool:
        return self.slag == ANDRAD and namn in self.falt and not self.fick(namn) and not self.miste(namn)

    def satte(self, namn: str) -> bool:
        """Was given a value, whether it had one or not."""
        return self.slag == ANDRAD and self.falt.get(namn, (None, None))[1] not in TOMT

    def fore(self, namn: str) -> str:
        return self._words(namn, 0)

    def efter(self, namn: str) -> str:
        return self._words(namn, 1)

    def nu(self, namn: str) -> str:
        """What the row says today; empty when it cannot be read."""
        value = getattr(self.rad, namn, None) if self.rad else None
        return "" if value is None else str(value)

    def _words(self, namn: str, nr: int) -> str:
        par = self.falt.get(namn, (None, None))
        return words(self.model._meta.get_field(namn), par[nr], self.bok.namn).text

    def falten(self) -> list[models.Field]:
        """The fields that say something, in the order of the model."""
        return [f for f in self.model._meta.local_concrete_fields if f.name in self.falt and self._says(f)]

    def _says(self, f: models.Field) -> bool:
        fore, efter = self.falt[f.name]
        if not is_told(f) or (fore in TOMT and efter in TOMT):
            return False
        unticked = (fore in TOMT and efter is False) or (efter in TOMT and fore is False)
        return not unticked or f.name in NEJ_SAGER_NAGOT

    def detaljer(self) -> list[Faltrad]:
        return [self._detalj(f) for f in self.falten()]

    def _detalj(self, f: models.Field) -> Faltrad:
        fore, efter = (words(f, value, self.bok.namn) for value in self.falt[f.name])
        return Faltrad(etikett(f), fore, efter, borta=not efter.text)


@dataclass(frozen=True)
class Mening:
    """The sentence of a change: `nar` is "ny", "borttagen", or what happened to one of `falt` ("fick", "miste",
    "bytte", "satte"). Of several the weightiest is said, and the weightiest of an act is its
    heading; one of no weight is said of its own row alone.
    """

    nar: str
    text: Callable[[Forandring], str] | str
    falt: tuple[str, ...] = ()
    vikt: int = 5

    def fits(self, f: Forandring) -> bool:
        if self.nar in (NY, BORTTAGEN):
            return f.slag == self.nar
        return any(getattr(f, self.nar)(namn) for namn in self.falt)

    def say(self, f: Forandring) -> str:
        return self.text(f) if callable(self.text) else self.text.format(f.kallad)


def ny(text, vikt: int = 5) -> Mening:
    return Mening("ny", text, (), vikt)


def borttagen(text, vikt: int = 5) -> Mening:
    return Mening("borttagen", text, (), vikt)


def fick(falt: str, text, vikt: int = 5) -> Mening:
    return Mening("fick", text, tuple(falt.split()), vikt)


def miste(falt: str, text, vikt: int = 5) -> Mening:
    return Mening("miste", text, tuple(falt.split()), vikt)


def satte(falt: str, text, vikt: int = 5) -> Mening:
    return Mening("satte", text, tuple(falt.split()), vikt)


def bytte(falt: str, text, vikt: int = 5) -> Mening:
    return Mening("bytte", text, tuple(falt.split()), vikt)


@dataclass(frozen=True)
class Amne:
    """What rows of a table are called: "delmålet Läsa SFI". `kallad(row)` tells one from another. `hel`: what it says
    needs no `namn` before it, "jobbplan version 2". `dar`: what comes before it, "dagen i delmålet".
    `relaterade` are the foreign keys that `kallad` and the sentences need; `meningar` what its changes mean.
    """

    omrade: str
    namn: str
    kallad: Callable[[models.Model], str] = lambda row: ""
    hel: bool = False
    dar: str = "i"
    relaterade: tuple[str, ...] = ()
    meningar: tuple[Mening, ...] = ()

    def i_ord(self, kallad: str) -> str:
        """ "remissen till Jobbtorg Kista"; "remissen" when nothing more can be said."""
        if kallad:
            return kallad if self.hel else f"{self.namn} {kallad}"
        return re.sub(r" (av|för|hos|i|till|vid|version)$", "", self.namn)


def mening(f: Forandring) -> Mening | None:
    """The weightiest that fits."""
    passar = [m for m in f.amne.meningar if m.fits(f)]
    return max(passar, key=lambda m: m.vikt, default=None)
