"""The register of personal data: every field of every model is plain, personal or sensitive (house.md 18).

Each app declares its own in `personuppgifter.py`; this module collects them by name. Masking, registerutdrag, gallring,
history and logs read it. tests/cases/test_uppgiftsregister.py fails for a field that nobody has classified.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule

from config.maskning import KANSLIG, PERSON, VANLIG

# Where a fact comes from, as the person is told (GDPR article 15.1 g)
KALLOR = {
    "personen": "Personen själv",
    "folkbokforing": "Folkbokföringen",
    "personalen": "Handläggarens anteckning",
    "registret": "Socialtjänstens register över försörjningsstöd",
    "systemet": "Jobbakten",
}
# Machinery that every row may carry; says nothing of anybody by itself
MASKINERI = "id enheter synlig_for version"


@dataclass(frozen=True)
class Uppgift:
    """What one field holds. `identitet`: tells who the person is. `fritext`: anything may have been written there."""

    klass: str
    kalla: str
    identitet: bool = False
    fritext: bool = False


@dataclass(frozen=True)
class Falt:
    """The fields of one model by class, names with spaces between; `kalla` is their source unless `kallor` says other.

    `kallor` is source -> names. What is `identitet` or `fritext` is also in one of the classes.
    """

    vanlig: str = ""
    person: str = ""
    kanslig: str = ""
    kalla: str = "personalen"
    kallor: dict[str, str] = field(default_factory=dict)
    identitet: str = ""
    fritext: str = ""

    def uppgifter(self) -> dict[str, Uppgift]:
        """Field name -> Uppgift. Raises ValueError for a field in two classes, or marked without a class."""
        klasser = {VANLIG: f"{MASKINERI} {self.vanlig}", PERSON: self.person, KANSLIG: self.kanslig}
        par = [(namn, klass) for klass, namnen in klasser.items() for namn in namnen.split()]
        klass_av = dict(par)
        kalla_av = {namn: kalla for kalla, namnen in self.kallor.items() for namn in namnen.split()}
        marked = {*kalla_av, *self.identitet.split(), *self.fritext.split()}
        if len(par) != len(klass_av) or marked - klass_av.keys() or set(self.kallor) - KALLOR.keys():
            raise ValueError(f"fält i två klasser eller utan klass: {sorted(klass_av.keys() | marked)}")
        return {
            namn: Uppgift(
                klass,
                kalla_av.get(namn, "systemet" if klass == VANLIG else self.kalla),
                namn in self.identitet.split(),
                namn in self.fritext.split(),
            )
            for namn, klass in par
        }


@cache
def register() -> dict[str, dict[str, Uppgift]]:
    """ "cases.Aspirant" -> field name -> Uppgift, from every app that has a `personuppgifter.py`."""
    alla = {}
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "personuppgifter"):
            for namn, falt in import_module(f"{config.name}.personuppgifter").FALT.items():
                alla[namn if "." in namn else f"{config.label}.{namn}"] = falt.uppgifter()
    return alla


def uppgift(model: type[models.Model], falt: str) -> Uppgift:
    """Of a field; one that nobody has classified counts as sensitive."""
    return register().get(model._meta.label, {}).get(falt, Uppgift(KANSLIG, "personalen", fritext=True))


def klassade_falt(model: type[models.Model]) -> dict[str, Uppgift]:
    """The classification of the fields that the model has."""
    return {f.name: uppgift(model, f.name) for f in model._meta.local_concrete_fields}


def falt_att_blanka(model: type[models.Model]) -> list[str]:
    """What gallring empties when a row stays for the figures and the person goes."""
    return [namn for namn, u in klassade_falt(model).items() if u.klass != VANLIG]


def logg_namn() -> set[str]:
    """Names of fields whose values never stand in a log: what tells who, what is sensitive, what was written freely."""
    alla = (par for falt in register().values() for par in falt.items())
    return {namn for namn, u in alla if u.identitet or u.fritext or u.klass == KANSLIG}


def identitetskolumner() -> dict[str, list[str]]:
    """Table -> columns that tell, or in free text may tell, who a person is."""
    svar = {}
    for model in apps.get_models():
        kolumner = [
            model._meta.get_field(namn).column
            for namn, u in register().get(model._meta.label, {}).items()
            if u.identitet or u.fritext
        ]
        if kolumner:
            svar[model._meta.db_table] = kolumner
    return svar


def utan_klass() -> Iterator[str]:
    """Fields that nobody has classified: "cases.Aspirant.skonummer"."""
    for model in apps.get_models(include_auto_created=True):
        klassade = register().get(model._meta.label, {})
        for f in model._meta.local_concrete_fields:
            if f.name not in klassade:
                yield f"{model._meta.label}.{f.name}"


def utan_falt() -> Iterator[str]:
    """Entries of the register whose model or field is gone."""
    modeller = {m._meta.label: m for m in apps.get_models(include_auto_created=True)}
    for label, falt in register().items():
        finns = {f.name for f in modeller[label]._meta.local_concrete_fields} if label in modeller else set()
        yield from (f"{label}.{namn}" for namn in falt.keys() - finns - set(MASKINERI.split()))
