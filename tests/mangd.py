"""Many of everything, set-based: what stands of one person is copied to other persons, and within the akt.

Copy n of a row has the key of the first + n steps, and so have the rows it points to that are copied with it. Every
table that hangs on the akt is copied, new ones too; only what must differ between two rows is said here.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from cases.models import Aspirant, Inskrivning
from insatser.models import Insats
from tests.factories import as_owner

PERSON, RAD = 200_000, 21_000_000  # steps to the keys of the next person, and of the next row on the akt: 99 fit
# Kept by the reading itself, or said of one person only
UTOM = {"cases_andring", "cases_lasning"}
NYTT_ID = "gen_random_uuid()"
FORE = "t.fran - n * 30", "t.fran - (n - 1) * 30 - 1"

ANDRA_PERSONER = {
    ("cases_aspirant", "nummer"): "'R' || lpad((t.id + n)::text, 11, '0')",
    ("cases_aspirant", "efternamn"): "'Kopia' || n",
    ("cases_handlaggare", "till"): "CASE WHEN n % 2 = 1 THEN t.fran END",
    ("cases_journalanteckning", "nyckel"): NYTT_ID,
    ("jobbplaner_trepartssamtal", "uid"): NYTT_ID,
    ("uppfoljning_bevakning", "nyckel"): f"(t.nyckel::bigint + n * {PERSON})::text",
    ("uppfoljning_bevakning", "fran"): "t.fran - n",
    ("uppfoljning_bevakning", "dag"): "t.dag - n",
    ("uppfoljning_bevakning", "galler_dag"): "t.galler_dag - n",
}
SAMMA_AKT = ANDRA_PERSONER | {
    ("uppfoljning_bevakning", "nyckel"): f"(t.nyckel::bigint + n * {RAD})::text",
    ("insatser_insats", "namn"): "t.namn || n",
    ("cases_handlaggare", "fran"): FORE[0],
    ("cases_handlaggare", "till"): FORE[1],
    ("cases_handlaggare", "user_id"): "CASE WHEN n % 2 = 0 THEN t.user_id ELSE 1 + t.user_id END",
    ("cases_sdfansvar", "fran"): FORE[0],
    ("cases_sdfansvar", "till"): FORE[1],
    ("cases_overlamning", "dag"): "t.dag - n * 30",
    ("cases_overlamning", "omgang"): NYTT_ID,
    ("cases_inskrivning", "inskriven"): "t.inskriven - n * 200",
    ("cases_inskrivning", "avslutad"): "t.avslutad - n * 200",
    ("cases_inskrivning", "remiss_id"): "NULL",
    ("cases_langsiktigtstod", "inskrivning_id"): f"t.inskrivning_id + n * {RAD}",
    ("uppfoljning_checkpoint", "inskrivning_id"): f"t.inskrivning_id + n * {RAD}",
    ("cases_remiss", "svar"): "'mottagen'",
    ("cases_remiss", "besvarad_at"): "t.skickad_at",
    ("cases_remiss", "besvarad_av_id"): "t.skickad_av_id",
    ("jobbplaner_plan", "nummer"): "t.nummer + n * 10",
    ("jobbplaner_plan", "ersatt_at"): "t.publicerad_at",
    ("jobbplaner_trepartssamtal", "datum"): "t.datum - n",
}
# Of which there can be no second one
BARA = {
    "cases_inskrivning": "t.avslutad IS NOT NULL",
    "cases_namndel": "false",
    "cases_samordnare": "false",
    "jobbplaner_plan": "t.publicerad_at IS NOT NULL",
    "jobbplaner_kartlaggning": "t.klar_at IS NOT NULL",
}


def fill(person: Aspirant, insats: Insats, nummer: range) -> None:
    """More persons like this one, and more of each row on its akt at as many insatser: copies of these numbers."""
    delar = [m for m in apps.get_models() if _on_the_akt(m) and m._meta.db_table not in UTOM]
    om_personen = f"t.aspirant_id = {person.pk}"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for model in (Aspirant, Insats, *delar):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        andra = Kopior(cursor, nummer, PERSON, {Aspirant, *delar}, ANDRA_PERSONER)
        andra.of(Aspirant, f"t.id = {person.pk}")
        samma = Kopior(cursor, nummer, RAD, {Insats, *delar} - {Inskrivning}, SAMMA_AKT)
        samma.of(Insats, f"t.id = {insats.pk}")
        for model in delar:
            andra.of(model, om_personen)
            samma.of(model, f"{om_personen} AND {BARA.get(model._meta.db_table, 'true')}")


def _on_the_akt(model: type[models.Model]) -> bool:
    return any(f.name == "aspirant" for f in model._meta.local_concrete_fields)


@dataclass(frozen=True)
class Kopior:
    """`med` are the models whose rows are copied together; `olika` says (table, column) -> SQL of what must differ."""

    cursor: CursorWrapper
    nummer: range
    steg: int
    med: set[type[models.Model]]
    olika: dict[tuple[str, str], str]

    def of(self, model: type[models.Model], vilka: str) -> None:
        tabell, falt = model._meta.db_table, model._meta.local_concrete_fields
        varden = [self.olika.get((tabell, f.column)) or self._value(f) for f in falt]
        self.cursor.execute(
            f"INSERT INTO {tabell} ({', '.join(f.column for f in falt)}) SELECT {', '.join(varden)}"
            f" FROM {tabell} t, generate_series({self.nummer[0]}, {self.nummer[-1]}) n"
            f" WHERE {vilka} AND t.id < {PERSON}"
        )

    def _value(self, field: models.Field) -> str:
        """The key moves with the copy, and so do keys of rows that are copied too."""
        flyttas = field.primary_key or (field.is_relation and field.related_model in self.med)
        return f"t.{field.column} + n * {self.steg}" if flyttas else f"t.{field.column}"
