"""Deliveries of the register of försörjningsstöd: one month of one district, whole or not at all (domain.md section 6).

Runs as the owner of the tables: COPY is refused under row-level security, and the application may only read here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

from django.db import IntegrityError, connection, transaction

from cases.enums import Enhetsslag
from cases.importer.uttryck import en_av, fraga_efter_fel, nummer, nummer_duger, nummer_fel, raise_errors
from cases.models import AvslutsorsakSocialtjanst, Enhet, Forsorjningshinder, User
from config.csvfil import Csvfil, Fel, FilError
from config.dates import month_end, month_start
from uppfoljning.enums import Registerroll
from uppfoljning.models import Leverans

KOLUMNER = ("personnummer", "belopp", "roll", "forsorjningshinder", "avslutsorsak")
HOGST_SIFFROR = 7
ANALYSERA_FRAN = 10_000
STAGING = "inlasning_stod"
MAKE_STAGING = f"""
DROP TABLE IF EXISTS pg_temp.{STAGING};
CREATE TEMP TABLE {STAGING} (
    rad integer GENERATED ALWAYS AS IDENTITY (START 2 CACHE 1000),
    {", ".join(f"{kolumn} text NOT NULL" for kolumn in KOLUMNER)}) ON COMMIT DROP;
"""


class LeveransError(FilError):
    """The delivery cannot be taken, whatever stands in the file."""


@dataclass(frozen=True, slots=True)
class Mottagen:
    """What was taken: `belopp` in kronor; `ersatte` when an earlier delivery gave way."""

    sdf: Enhet
    manad: date
    rader: int
    belopp: int
    ersatte: bool
    sekunder: float


def receive_leverans(
    *, path: Path, manad: date, stadsdel: str, replace: bool = False, now: datetime, today: date, by: User | None = None
) -> Mottagen:
    """Take one file, or nothing of it. Raises FilError (LeveransError when it is not the file's fault)."""
    started = perf_counter()
    with transaction.atomic():
        sdf = _district(stadsdel, manad, today)
        _claim(sdf, manad)
        ersatte = _make_room(sdf, manad, replace, now)
        file = Csvfil(path, KOLUMNER)
        with connection.cursor() as cursor:
            cursor.execute(MAKE_STAGING)
            rows = file.load(cursor, STAGING)
        leverans = Leverans.objects.create(
            sdf=sdf, manad=manad, mottagen_at=now, mottagen_av=by, rader=rows, belopp=0, sha256=file.sha256
        )
        leverans.belopp = _take_rows(leverans, _rules(manad, today))
        leverans.save(update_fields=["belopp"])
    _analyse(rows)
    return Mottagen(sdf, manad, rows, leverans.belopp, ersatte, perf_counter() - started)


def withdraw_leverans(*, manad: date, stadsdel: str, reason: str, now: datetime, today: date) -> Leverans:
    """Take a delivery back: its rows go, its line stays with the reason. Raises LeveransError."""
    if not reason.strip():
        raise LeveransError.whole_file("Skriv varför leveransen återkallas.", "--reason")
    if len(reason.strip()) > Leverans._meta.get_field("aterkallad_skal").max_length:
        raise LeveransError.whole_file("Skälet får vara högst 250 tecken.", "--reason")
    with transaction.atomic():
        sdf = _district(stadsdel, manad, today)
        _claim(sdf, manad)
        leverans = Leverans.objects.gallande().filter(sdf=sdf, manad=manad).first()
        if not leverans:
            raise LeveransError.whole_file(f"{sdf} har ingen gällande leverans för {manad:%Y-%m}.", "--month")
        leverans.aterkallad_at, leverans.aterkallad_skal = now, reason.strip()
        leverans.save(update_fields=["aterkallad_at", "aterkallad_skal"])
        _remove_rows(leverans)
    return leverans


def _district(stadsdel: str, manad: date, today: date) -> Enhet:
    if manad > month_start(today):
        raise LeveransError.whole_file(f"Månaden {manad:%Y-%m} ligger i framtiden.", "--month")
    sdf = Enhet.objects.med_namn(stadsdel, Enhetsslag.SDF).first()
    if not sdf:
        raise LeveransError.whole_file(f"Stadsdelen {stadsdel} finns inte. {_those_there_are()}", "--stadsdel")
    if not Enhet.objects.giltiga_i(manad, month_end(manad)).filter(pk=sdf.pk).exists():
        raise LeveransError.whole_file(f"{sdf} fanns inte i {manad:%Y-%m}.", "--stadsdel")
    return sdf


def _those_there_are() -> str:
    namn = Enhet.objects.sdf().order_by("namn").values_list("namn", flat=True)
    return f"Dessa finns: {', '.join(namn)}." if namn else "Inga stadsdelar är upplagda än."


def _claim(sdf: Enhet, manad: date) -> None:
    """One at a time per month and district; released with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"leverans {sdf.pk} {manad}"])
        if not cursor.fetchone()[0]:
            raise LeveransError.whole_file(
                f"{sdf} {manad:%Y-%m} läses in av någon annan just nu. Försök igen när den inläsningen är klar."
            )


def _make_room(sdf: Enhet, manad: date, replace: bool, now: datetime) -> bool:
    earlier = Leverans.objects.gallande().filter(sdf=sdf, manad=manad).first()
    if not earlier:
        return False
    if not replace:
        raise LeveransError.whole_file(
            f"{sdf} {manad:%Y-%m} är redan levererad, antal rader {earlier.rader}. Lägg till --replace för att ersätta."
        )
    earlier.ersatt_at = now
    earlier.save(update_fields=["ersatt_at"])
    _remove_rows(earlier)
    return True


def _remove_rows(leverans: Leverans) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM uppfoljning_registerrad WHERE leverans_id = %s", [leverans.pk])


# The rules of a row ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a row must meet, with the codes valid in the month."""

    today: str
    roller: tuple[str, ...]
    hinder: tuple[str, ...]
    orsaker: tuple[str, ...]

    def duger(self) -> str:
        """One expression, so that a million rows are checked and taken in the same pass."""
        return " AND ".join(
            [
                f"length(belopp) <= {HOGST_SIFFROR} AND belopp ~ '^[0-9]+$'",
                en_av("roll", self.roller),
                f"(forsorjningshinder = '' OR {en_av('forsorjningshinder', self.hinder)})",
                f"(avslutsorsak = '' OR {en_av('avslutsorsak', self.orsaker)})",
                nummer_duger("nr", self.today),
            ]
        )

    def fel(self) -> list[tuple[str, str]]:
        fel_roll = "Rollen ska vara sokande eller medsokande."
        okand_kod = "Koden finns inte i listan, eller gällde inte den månaden."
        return [
            ("personnummer", nummer_fel("nr", self.today)),
            ("belopp", BELOPP_FEL),
            ("roll", f"CASE WHEN NOT {en_av('roll', self.roller)} THEN '{fel_roll}' END"),
            ("forsorjningshinder", _kod_fel("forsorjningshinder", self.hinder, okand_kod)),
            ("avslutsorsak", _kod_fel("avslutsorsak", self.orsaker, okand_kod)),
        ]


BELOPP_FEL = f"""CASE
    WHEN belopp = '' THEN 'Belopp saknas. Skriv 0 om inget betalades ut.'
    WHEN belopp ~ '^-[0-9]' THEN 'Beloppet kan inte vara mindre än noll.'
    WHEN belopp ~ '^[0-9]+[.,][0-9]*$' THEN 'Beloppet ska vara hela kronor, utan decimaler.'
    WHEN belopp !~ '^[0-9]+$' THEN 'Beloppet ska vara hela kronor, med bara siffror.'
    WHEN length(belopp) > {HOGST_SIFFROR} THEN 'Beloppet är orimligt stort för en månad.' END"""
# OFFSET 0 keeps the number from being worked out anew at each of the many places that use it
SOURCE = f"(SELECT *, {nummer('personnummer')} AS nr FROM {STAGING} OFFSET 0)"
DUBBLETTER = f"""SELECT rad, 9, 'personnummer', 'Samma nummer står också på rad ' || forsta || '.' FROM (
    SELECT rad, min(rad) OVER (PARTITION BY {nummer("personnummer")}) AS forsta FROM {STAGING}
    WHERE personnummer <> '') d WHERE rad <> forsta"""


def _kod_fel(kolumn: str, koder: tuple[str, ...], text: str) -> str:
    return f"CASE WHEN {kolumn} <> '' AND NOT {en_av(kolumn, koder)} THEN '{text}' END"


def _rules(manad: date, today: date) -> _Rules:
    def valid(model) -> tuple[str, ...]:
        return tuple(model.objects.giltiga_i(manad, month_end(manad)).values_list("kod", flat=True))

    return _Rules(f"'{today}'", tuple(Registerroll), valid(Forsorjningshinder), valid(AvslutsorsakSocialtjanst))


def _take_rows(leverans: Leverans, rules: _Rules) -> int:
    """Check and insert in one pass, in the order of the unique key; returns the sum in kronor. Raises FilError."""
    insert = f"""
        INSERT INTO uppfoljning_registerrad
            (leverans_id, sdf_id, manad, nummer, belopp, roll, forsorjningshinder, avslutsorsak)
        SELECT {leverans.pk}, {leverans.sdf_id}, '{leverans.manad}'::date, nr, belopp::integer, roll,
            forsorjningshinder, avslutsorsak
        FROM {SOURCE} k WHERE {rules.duger()} ORDER BY nr COLLATE "C" """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'")
            cursor.execute(insert)
            if cursor.rowcount == leverans.rader:
                return _sum()
    except IntegrityError as error:
        if "uppfoljning_registerrad_unik" not in str(error):
            raise
    raise_errors(fraga_efter_fel(SOURCE, rules.fel(), [DUBBLETTER]))
    raise FilError([Fel(None, "", "Filen kunde inte tas in, men inget enskilt fel hittades.")])


def _sum() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum(belopp::integer)::bigint FROM {STAGING}")
        return cursor.fetchone()[0]


def _analyse(rows: int) -> None:
    """The planner must know of a large load at once, not when autovacuum comes by."""
    if rows >= ANALYSERA_FRAN:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE uppfoljning_registerrad")
