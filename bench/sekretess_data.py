"""A city of 100 000 persons for bench/sekretess.py: reservnummer in the series R9, set-based, deterministic.

One row of each table is made by the product's own models; the rest are copies of it with other values, written with
the triggers off and the columns of row-level security filled as the triggers would have (a check compares).
"""

from datetime import date, datetime

TODAY = date(2026, 11, 24)
NU = datetime.fromisoformat("2026-11-24T09:30:00+01:00")
SDF, JOBBTORG, PERSONAL = 14, 10, 25
FORNAMN = ("Amal", "Jonas", "Åsa", "Robel", "Karin", "Elin", "Omar", "Lena", "Ali", "Maria")
ORSAKER = ("arbete_ej_subventionerat", "studier", "okand", "aterremitterad")
# Enrolment k (0, 1, 2) of person n: at which jobbtorg, from which day; the last of every fourth person is open
TORG = f"(1 + (n + k * 3) % {JOBBTORG})"
START = "date '2019-01-07' + (n % 700) + k * 800"
EFTERNAMN = "initcap(translate((n * 7919 % 10007)::text, '0123456789', 'abdefghijk')) || 'sson'"
OPEN = "k = 2 AND n % 4 = 0"


class Stad:
    """Units and staff by their place in the city, and one row of each table to copy. `personal` work at each unit."""

    def __init__(self, personal: int = PERSONAL):
        from cases.models import Enhet, Namnd

        torgnamnd = Namnd.objects.create(kod="arbetsmarknad", namn="Arbetsmarknadsnämnden", slag="arbetsmarknad")
        self.sdf = [
            Enhet.objects.create(
                namnd=Namnd.objects.create(kod=f"sdn{i}", namn=f"Stadsdelsnämnd {i}", slag="stadsdel"),
                namn=f"Stadsdel {i}",
                slag="sdf",
            )
            for i in range(SDF)
        ]
        self.torg = [Enhet.objects.create(namnd=torgnamnd, namn=f"Torg {i}", slag="jobbtorg") for i in range(JOBBTORG)]
        self.coacher, self.sekreterare = [], []
        for enheter, roll, anstallda in (
            (self.torg, "coach", self.coacher),
            (self.sdf, "socialsekreterare", self.sekreterare),
        ):
            for enhet in enheter:
                anstallda += [self._employed(enhet, roll, nr) for nr in range(personal)]
        for enhet in self.torg + self.sdf:
            self._employed(enhet, "enhetschef", 0)

    @staticmethod
    def _employed(enhet, roll: str, nr: int):
        from cases.models import Medlemskap, User

        user = User.objects.create(username=f"{roll}-{enhet.pk}-{nr}", first_name=roll, last_name=str(nr))
        Medlemskap.objects.create(user=user, enhet=enhet, roll=roll, fran=date(2018, 1, 1))
        return user


def build(persons: int, personal: int = PERSONAL) -> Stad:
    """Empty database in, whole city out."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        stad = Stad(personal)
        _templates(stad)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table, (rows, values) in copies(stad, persons).items():
            _copy(cursor, table, rows, values)
        cursor.execute(NAMNDELAR)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        _check_derived(cursor)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return stad


NAMNDELAR = """
INSERT INTO cases_namndel (aspirant_id, skrivet, vikt, ljud, enheter, skydd)
SELECT a.id, d.skrivet, d.vikt, d.ljud, a.enheter, a.skydd FROM cases_aspirant a,
    app.namn_delar(a.fornamn, a.efternamn) d
WHERE NOT EXISTS (SELECT FROM cases_namndel n WHERE n.aspirant_id = a.id)"""
TABLES = (
    "cases_aspirant",
    "cases_sdfansvar",
    "cases_handlaggare",
    "cases_remiss",
    "cases_inskrivning",
    "jobbplaner_plan",
)


def _templates(stad: Stad) -> None:
    """One row of each table, by the models."""
    person = _template_person(stad)
    _template_remiss(person, stad)
    _template_plan(person, _template_inskrivning(person, stad), stad)


def _template_person(stad: Stad):
    from cases.models import Aspirant, Handlaggare, Sdfansvar

    sdf, start = stad.sdf[0], date(2019, 1, 7)
    person = Aspirant.objects.create(
        nummer="R90000000000",
        nummerslag="reservnummer",
        fornamn="Mall",
        efternamn="Mall",
        kon="kvinna",
        fodelsedatum=date(1985, 3, 4),
        sdf=sdf,
        registrerad_vid=sdf,
    )
    Sdfansvar.objects.create(aspirant=person, sdf=sdf, fran=start)
    Handlaggare.objects.create(aspirant=person, enhet=stad.torg[0], user=stad.coacher[0], fran=start)
    return person


def _template_remiss(person, stad: Stad) -> None:
    from cases.models import RattsligGrund, Remiss

    Remiss.objects.create(
        aspirant=person,
        sdf=stad.sdf[0],
        jobbtorg=stad.torg[0],
        skickad_at=NU,
        skickad_av=stad.coacher[0],
        fraga="Vilket stöd behövs?",
        inskrivningssatt="gruppinformation",
        rattslig_grund=RattsligGrund.objects.first(),
        svar_senast=TODAY,
    )


def _template_inskrivning(person, stad: Stad):
    from cases.models import Avslutsorsak, Inskrivning

    return Inskrivning.objects.create(
        aspirant=person,
        jobbtorg=stad.torg[0],
        sdf=stad.sdf[0],
        inskriven=date(2019, 1, 7),
        avslutad=date(2019, 2, 7),
        inskrivningssatt="gruppinformation",
        avslutsorsak=Avslutsorsak.objects.get(kod="studier"),
    )


def _template_plan(person, inskrivning, stad: Stad) -> None:
    from jobbplaner.models import Plan

    torg, coach = stad.torg[0], stad.coacher[0]
    Plan.objects.create(
        aspirant=person,
        namnd=torg.namnd,
        slag="jobbplan",
        nummer=1,
        enhet=torg,
        inskrivning=inskrivning,
        mal="Arbeta i kök",
        skapad_av=coach,
        andrad_av=coach,
        andrad_at=NU,
        publicerad_at=NU,
        publicerad_av=coach,
        nasta_uppfoljning=date(2026, 12, 10),
    )


class Uttryck:
    """SQL over n (person) and k (0, 1, 2) that several tables share."""

    def __init__(self, stad: Stad):
        per_torg, per_sdf = len(stad.coacher) // JOBBTORG, len(stad.sekreterare) // SDF
        self.sdf, self.torg = _pick(stad.sdf, "n"), _pick(stad.torg, "n + k * 3")
        self.last_torg = _pick(stad.torg, "n + 6")
        self.namnd = str(stad.torg[0].namnd_id)
        self.staff = _pick(stad.coacher, f"((n + 6) % {JOBBTORG}) * {per_torg} + (n / {JOBBTORG}) % {per_torg}")
        self.sekr = _pick(stad.sekreterare, f"(n % {SDF}) * {per_sdf} + (n / {SDF}) % {per_sdf}")
        torgen = ", ".join(_pick(stad.torg, index) for index in ("n", "n + 3", "n + 6"))
        self.reach = {
            "enheter": "(SELECT array_agg(DISTINCT e ORDER BY e)"
            f" FROM unnest(ARRAY[{self.sdf}, {torgen}]::bigint[]) e)",
            "skydd": "(n % 200 = 7)::int",
        }
        self.shared = {"aspirant_id": "1000 + n", **self.reach}


def copies(stad: Stad, persons: int) -> dict[str, tuple[str, dict[str, str]]]:
    """Per table: the rows to make as SQL over n and k, and the columns that differ from the template's."""
    people = f"generate_series(1, {persons}) n"
    three = f"{people}, generate_series(0, 2) k"
    u = Uttryck(stad)
    return {
        "cases_aspirant": (people, _person_columns(u)),
        "cases_sdfansvar": (people, {**u.shared, "sdf_id": u.sdf}),
        "cases_handlaggare": (
            f"{people}, generate_series(0, 1) k WHERE k = 0 OR n % 4 = 0",
            {
                **u.shared,
                "enhet_id": f"CASE k WHEN 0 THEN {u.sdf} ELSE {u.last_torg} END",
                "user_id": f"CASE k WHEN 0 THEN {u.sekr} ELSE {u.staff} END",
            },
        ),
        "cases_remiss": (three, _remiss_columns(u)),
        "cases_inskrivning": (three, _inskrivning_columns(u)),
        "jobbplaner_plan": (three, _plan_columns(u)),
    }


def _person_columns(u: Uttryck) -> dict[str, str]:
    return {
        **u.reach,
        "id": "1000 + n",
        "nummer": "'R9' || lpad(n::text, 10, '0')",
        "fornamn": _pick_text(FORNAMN, "n * 7"),
        "efternamn": EFTERNAMN,
        "fornamn_sok": f"lower({_pick_text(FORNAMN, 'n * 7')})",
        "efternamn_sok": f"lower({EFTERNAMN})",
        "fodelsedatum": "date '1962-02-02' + (n % 15000)",
        "kon": "CASE n % 2 WHEN 0 THEN 'kvinna' ELSE 'man' END",
        "sdf_id": u.sdf,
        "registrerad_vid_id": u.sdf,
    }


def _remiss_columns(u: Uttryck) -> dict[str, str]:
    unanswered = "k = 2 AND n % 100 = 1"
    return {
        **u.shared,
        "id": "1000 + 3 * n + k",
        "sdf_id": u.sdf,
        "jobbtorg_id": u.torg,
        "skickad_at": f"({START} - 5)::timestamptz",
        "skickad_av_id": u.sekr,
        "svar": f"CASE WHEN {unanswered} THEN '' ELSE 'mottagen' END",
        "besvarad_at": f"CASE WHEN {unanswered} THEN NULL ELSE ({START})::timestamptz END",
        "besvarad_av_id": f"CASE WHEN {unanswered} THEN NULL ELSE {u.staff} END",
        "synlig_for": f"ARRAY[(SELECT e.namnd_id FROM cases_enhet e WHERE e.id = {u.sdf}), {u.namnd}]::bigint[]",
    }


def _inskrivning_columns(u: Uttryck) -> dict[str, str]:
    return {
        **u.shared,
        "id": "1000 + 3 * n + k",
        "jobbtorg_id": u.torg,
        "sdf_id": u.sdf,
        "inskriven": START,
        "avslutad": f"CASE WHEN {OPEN} THEN NULL ELSE {START} + 30 + n % 400 END",
        "avslutsorsak_id": f"CASE WHEN {OPEN} THEN NULL ELSE m.avslutsorsak_id END",
    }


def _plan_columns(u: Uttryck) -> dict[str, str]:
    return {
        **u.shared,
        "namnd_id": u.namnd,
        "synlig_for": f"ARRAY[{u.namnd}]::bigint[]",
        "enhet_id": u.torg,
        "nummer": "k + 1",
        "inskrivning_id": "1000 + 3 * n + k",
        "skapad_av_id": u.staff,
        "andrad_av_id": u.staff,
        "publicerad_av_id": u.staff,
        "publicerad_at": f"({START} + 3)::timestamptz",
        "ersatt_at": f"CASE WHEN {OPEN} THEN NULL ELSE ({START} + 40)::timestamptz END",
    }


def _pick(rows: list, index: str) -> str:
    keys = ",".join(str(row.pk) for row in rows)
    return f"(ARRAY[{keys}]::bigint[])[1 + ({index}) % {len(rows)}]"


def _pick_text(words: tuple[str, ...], index: str) -> str:
    return f"(ARRAY{list(words)}::text[])[1 + ({index}) % {len(words)}]"


def _copy(cursor, table: str, rows: str, values: dict[str, str]) -> None:
    """Copies of the first row of the table, one per row of `rows`; a key that nothing points to comes by itself."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attnum",
        [table],
    )
    columns = [name for (name,) in cursor.fetchall() if name != "id" or "id" in values]
    chosen = ", ".join(values.get(name, f"m.{name}") for name in columns)
    template = f"(SELECT * FROM {table} ORDER BY id LIMIT 1) m"
    cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM {template}, {rows}")


def _check_derived(cursor) -> None:
    """The triggers of the product, asked about every thousandth person, have to come to the same."""
    for column in ("enheter", "skydd", "fornamn_sok", "efternamn_sok"):
        cursor.execute(f"SELECT id, {column} FROM cases_aspirant WHERE id % 1000 = 1 ORDER BY id")
        before = cursor.fetchall()
        cursor.execute("UPDATE cases_aspirant SET enheter = enheter WHERE id % 1000 = 1")
        cursor.execute(f"SELECT id, {column} FROM cases_aspirant WHERE id % 1000 = 1 ORDER BY id")
        if cursor.fetchall() != before:
            raise SystemExit(f"{column} is not what the triggers make of it")
