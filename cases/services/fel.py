"""Rules that say no, and what the database says when two hands were quicker than the form's own check."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import IntegrityError, transaction

# Constraints that are not in any model's Meta, with the words of the one they stand for
ELSEWHERE = {
    "cases_skyddsbehorighet_aldrig_tom": "Minst en namngiven måste kunna öppna akten. Namnge en kollega först.",
    "cases_skyddsbehorighet_handlaggaren_kvar": "Personens handläggare står kvar på listan. Byt handläggare först.",
    "cases_aspirant_nummer_key": "Numret är redan registrerat.",
    "cases_utlamnande_av_egen_handling": "Handlingen är inte er egen.",
    "cases_utlamnande_samtycke_efter_grund": "Grunden vilar på ett samtycke, eller tvärtom.",
    "cases_utlamnande_samtycke_samma_person_och_hall": "Samtycket gäller någon annan, eller åt andra hållet.",
    "cases_utlamnande_samtycke_galler": "Samtycket gäller inte längre, eller omfattar inte handlingen.",
    "cases_samtycke_andras_inte": "Ett samtycke kan inte ändras, bara återkallas.",
    "jobbplaner_kartlaggning_last": "Kartläggningen är slutförd och går inte att ändra.",
    "cases_journalanteckning_signerad_andras_inte": "En signerad anteckning kan inte ändras. Gör en rättelse.",
    "cases_journalanteckning_kastad_andras_inte": "Utkastet är kastat av enhetens chef och går inte att ändra.",
    "cases_journalanteckning_samma_person_och_forfattare": "En anteckning byter inte person, nämnd eller författare.",
    "cases_journalanteckning_rattar_signerad": "Bara en signerad anteckning i den egna nämndens akt kan rättas.",
    "cases_journalanteckning_handelse_fore_signering": "Händelsen kan inte ligga efter den dag du signerar.",
    "cases_journalanteckning_rattar_id_key": "Anteckningen är redan rättad, eller så håller någon på att rätta den.",
    "cases_bilaga_hor_till_utkastet": "Anteckningen är signerad. Bilagorna kan inte ändras.",
    "cases_inskrivning_underorsak_bara_med_ovrigt": "Underorsak anges bara när orsaken är Övrigt.",
}


class RuleBrokenError(Exception):
    """A rule of the case says no, in words for the screen; `falt` is the field, None for the whole form."""

    def __init__(self, text: str, falt: str | None = None):
        super().__init__(text)
        self.falt = falt


def constraint_name(error: IntegrityError) -> str:
    """The database's name of what was violated, "" when it does not say."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def constraint_text(name: str) -> str | None:
    """What the violated constraint says in Swedish; None for one that no form can meet."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if (
                constraint.name == name
                and constraint.violation_error_message != constraint.default_violation_error_message
            ):
                return str(constraint.violation_error_message)
    return None


@contextmanager
def constraints_as(error_class: type[RuleBrokenError]) -> Iterator[None]:
    """Turn a violated constraint into `error_class` with its Swedish text, and undo the block only."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        text = constraint_text(constraint_name(error))
        if text is None:
            raise
        raise error_class(text) from error
