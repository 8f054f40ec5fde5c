"""Every set-based rule against the pure one, over month ends, leap days, Swedish holidays and the two hours of DST."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases import models
from config.dates import add_months, month_start
from insatser.models import Placering
from jobbplaner.models import Plan, Samtalsskal, Trepartssamtal
from tests import factories
from tests.conftest import owner
from tests.insatser.fabriker import insats
from uppfoljning.bevakningar.berakning import compute
from uppfoljning.bevakningar.regler import REGLER
from uppfoljning.models import Bevakning, Checkpoint, EgenBevakning, Leverans, Registerrad

from .bevakningsdata import REFERENS, reference

pytestmark = pytest.mark.django_db

SVARA_DAGAR = [
    date(2023, 8, 31), date(2023, 11, 30), date(2024, 2, 29), date(2024, 3, 31), date(2024, 10, 27), date(2024, 5, 31),
    date(2024, 6, 20), date(2024, 12, 23), date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 28), date(2025, 4, 17),
]  # fmt: skip
dagar = st.sampled_from(SVARA_DAGAR) | st.dates(date(2023, 6, 1), date(2026, 3, 31))
# Any moment of the day in UTC: late evenings belong to the next Swedish day, from one or two hours before midnight
stunder = st.builds(
    lambda dag, timme, minut: datetime(dag.year, dag.month, dag.day, timme, minut, tzinfo=UTC),
    dagar,
    st.sampled_from([0, 1, 2, 12, 21, 22, 23]),
    st.sampled_from([0, 30, 59]),
)
samtycken = st.tuples(st.integers(-500, 500), st.integers(0, 366), st.none() | st.integers(0, 400), st.booleans())
leveranser = st.tuples(st.sampled_from([0, 1, 2]), st.integers(-2, 3), stunder, st.booleans())
kanske = st.none() | st.integers(0, 400)
liv = st.fixed_dictionaries(
    {
        "inskriven": dagar,
        "today": dagar | st.integers(0, 800),
        "tidigare_avslut": kanske | st.integers(0, 400),
        "oppen": st.booleans() | st.just(True),
        "planer": st.lists(
            st.tuples(
                st.sampled_from(["jobbplan", "arbetsplan"]), stunder, st.booleans(), kanske, kanske,
                st.booleans() | st.just(True),
            ),
            max_size=3,
            unique_by=lambda p: (p[0], p[2]),
        ),
        "samtal": st.lists(
            st.tuples(
                st.sampled_from(["socialtjanst", "af"]), st.integers(-10, 800),
                st.sampled_from(["bokat", "hallet", "hallet", "en_saknades", "installt"]),
            ), max_size=5, unique_by=lambda s: s[:2]),
        "placeringar": st.lists(st.tuples(st.integers(0, 600), kanske), max_size=2),
        "remiss": st.none() | st.tuples(stunder, st.booleans()),
        "samtycken": st.lists(samtycken, max_size=3),
        "checkpoints": st.lists(
            st.tuples(st.sampled_from([6, 12, 18]), dagar | st.integers(-250, 20), st.booleans()),
            max_size=2, unique_by=lambda c: c[0]),
        "register": st.lists(leveranser, max_size=5, unique_by=lambda r: r[:2]),
        "hela": st.lists(st.tuples(st.integers(-1, 3), stunder, st.booleans()), max_size=2, unique_by=lambda m: m[0]),
        "utlamnade": st.lists(st.tuples(stunder, st.booleans()), max_size=2),
        "stod": st.none() | st.tuples(st.integers(1, 400), kanske, kanske),
        "gammalt_nummer": st.sampled_from(["", "", "personnummer", "fel"]),
        "for_alla": st.booleans(),
        "manader": st.sampled_from([1, 3, 3, 6]),
        "egna": st.lists(st.tuples(stunder, dagar), max_size=1),
        # Spans of those who held the case at the SDF: first days from inskrivning, and how long
        "haller": st.lists(
            st.tuples(st.integers(-60, 60), st.none() | st.integers(0, 40)), max_size=3, unique_by=lambda h: h[0]
        ),
        "formaga": st.sampled_from(["", "0", "26-50", "76-100"]),
    }
)  # fmt: skip


def placed(f):
    """Days given in number stand that far from inskrivning, and those of checkpoints from today."""
    today = f["today"] if isinstance(f["today"], date) else f["inskriven"] + timedelta(days=f["today"])
    funna = [
        (manader, dag if isinstance(dag, date) else today + timedelta(days=dag), uppbar)
        for manader, dag, uppbar in f["checkpoints"]
    ]
    return {**f, "today": today, "checkpoints": funna, "register": delivered(f)}


def delivered(f):
    """What single districts sent, and months that all of them did."""
    rader = {r[:2]: r for r in f["register"]}
    for manad, stund, stod in f["hela"]:
        rader |= {(district, manad): (district, manad, stund, stod) for district in range(3)}
    return list(rader.values())


def enrol(stad, person, f):
    if f["tidigare_avslut"] is not None:
        slut = f["inskriven"] - timedelta(days=1 + f["tidigare_avslut"])
        tidigare = factories.inskrivning(person, stad.varberg, slut - timedelta(days=90), slut, "okand")
        agree_on_support(stad, person, tidigare, f)
        for manader, funnen, uppbar in f["checkpoints"]:
            manad = month_start(add_months(slut, manader))
            Checkpoint.objects.create(
                aspirant=person, namnd=stad.spanga.namnd, inskrivning=tidigare, manader=manader, manad=manad,
                dag=add_months(slut, manader), utfall="uppbar" if uppbar else "uppgift_saknas", funnen_dag=funnen,
            )  # fmt: skip
    return factories.inskrivning(person, stad.kista, f["inskriven"]) if f["oppen"] else None


def agree_on_support(stad, person, tidigare, f):
    if f["stod"]:
        langd, kontakt, brutet = f["stod"]
        fran, till = tidigare.avslutad, tidigare.avslutad + timedelta(days=langd)
        models.LangsiktigtStod.objects.create(
            aspirant=person, inskrivning=tidigare, enhet=stad.varberg, user=stad.vera, omfattning="Samtal", till=till,
            overenskommet=fran, fran=fran,
            nasta_kontakt=min(fran + timedelta(days=kontakt), till) if kontakt is not None else None,
            avbrutet=fran + timedelta(days=brutet) if brutet is not None else None,
            avbrutet_skal="Behövs inte" if brutet is not None else "",
        )  # fmt: skip


def write_parameters(stad, f):
    for kod, varde in (
        ("trepartssamtal_for_alla", [stad.spanga.namn] if f["for_alla"] else []),
        ("trepartssamtal_manader", f["manader"]),
    ):
        models.Parameter.objects.update_or_create(kod=kod, defaults={"varde": varde})


def write_plans(stad, person, oppen, f):
    for nummer, (slag, rord, publicerad, uppfoljs, slutar, knuten) in enumerate(f["planer"], start=1):
        enhet = stad.kista if slag == "jobbplan" else stad.spanga
        dag = rord.date()
        Plan.objects.create(
            aspirant=person, namnd=enhet.namnd, enhet=enhet, slag=slag, nummer=nummer, mal="Arbeta",
            inskrivning=oppen if knuten and slag == "jobbplan" else None,
            skapad_av=stad.carl, andrad_av=stad.carl, andrad_at=rord,
            publicerad_at=rord + timedelta(hours=3) if publicerad else None,
            publicerad_av=stad.carl if publicerad else None,
            nasta_uppfoljning=dag + timedelta(days=uppfoljs) if uppfoljs is not None else None,
            slutdatum=dag + timedelta(days=slutar) if slutar is not None else None,
        )  # fmt: skip


def write_days(stad, person, f):
    start = f["inskriven"]
    for motpart, efter, lage in f["samtal"]:
        dag = start + timedelta(days=efter)
        nar = datetime(dag.year, dag.month, dag.day, 12, tzinfo=UTC)
        facit = {
            "bokat": {},
            "hallet": {"hallet_at": nar, "fulltaligt": True},
            "en_saknades": {"hallet_at": nar, "fulltaligt": False},
            "installt": {
                "installt_at": nar,
                "installt_av": stad.carl,
                "installt_skal": factories.kod(Samtalsskal, "annat"),
            },
        }
        Trepartssamtal.objects.create(
            aspirant=person, enhet=stad.kista, motpart=motpart, datum=dag, skapad_av=stad.carl, **facit[lage]
        )
    for nr, (efter, langd) in enumerate(f["placeringar"]):
        fran = start + timedelta(days=efter)
        Placering.objects.create(
            aspirant=person, insats=insats(stad.kista, namn=f"Insats {nr}"), enhet=stad.kista, fran=fran,
            timmar_per_vecka=10, till=fran + timedelta(days=900), skapad_av=stad.carl,
            avslutad=fran + timedelta(days=langd) if langd is not None else None,
            slutsatt="fullfoljd" if langd is not None else "",
        )  # fmt: skip
    for fran, langd, aterkallat, fran_oss in f["samtycken"]:
        gavs = start + timedelta(days=fran)
        tagits = gavs + timedelta(days=aterkallat) if aterkallat is not None else None
        sidor = (stad.kista, stad.spanga) if fran_oss else (stad.spanga, stad.kista)
        models.Samtycke.objects.create(
            aspirant=person, fran_namnd=sidor[0].namnd, till_namnd=sidor[1].namnd, typer=["jobbplan"], satt="muntligt",
            mottaget_av=stad.carl, registrerat_av=stad.carl, fran=gavs, till=gavs + timedelta(days=langd),
            aterkallat=tagits, aterkallat_satt="muntligt" if tagits else "",
            aterkallat_av=stad.carl if tagits else None,
        )  # fmt: skip


def write_matters(stad, person, f):
    if f["remiss"]:
        skickad, ung = f["remiss"]
        factories.remiss(
            person, stad.varberg, stad.sara, skickad_at=skickad, svar_senast=skickad.date() + timedelta(days=8),
            ingang="unga" if ung else "forsorjningsstod",
        )  # fmt: skip
    for nr, (skickat, kvitterat) in enumerate(f["utlamnade"], start=1):
        handling = models.Handling.objects.create(
            aspirant=person, namnd=stad.kista.namnd, enhet=stad.kista, typ="jobbplan", version=nr, titel="Jobbplan",
            upprattad_at=skickat, upprattad_av=stad.carl, pdf=b"%PDF", sha256="0" * 64,
        )  # fmt: skip
        models.Utlamnande.objects.create(
            aspirant=person, handling=handling, titel="Jobbplan", typ="jobbplan", version=nr,
            fran_namnd=stad.kista.namnd, till_namnd=stad.spanga.namnd, till_enhet=stad.spanga,
            grund=factories.kod(models.RattsligGrund, "nodvandigt_egen_verksamhet"), grundtext="Lag",
            skickat_at=skickat, skickat_av=stad.carl, kvitterat_at=skickat if kvitterat else None,
            kvitterat_av=stad.sara if kvitterat else None,
        )  # fmt: skip
    for skriven, dag in f["egna"]:
        EgenBevakning.objects.create(
            aspirant=person, enhet=stad.kista, text="Ring skolan", dag=dag, av=stad.carl, skapad_at=skriven
        )


def write_register(stad, person, f):
    """Deliveries of two districts, and of one that closed at the end of 2023; under the number that the person had."""
    nummer = person.nummer
    if f["gammalt_nummer"]:
        models.Tidigarenummer.objects.create(
            aspirant=person, nummer=nummer, nummerslag="reservnummer", fran=f["inskriven"], till=f["inskriven"],
            orsak=f["gammalt_nummer"], bytt_at=datetime(2026, 1, 1, tzinfo=UTC), bytt_av=stad.sara,
        )  # fmt: skip
        models.Aspirant.objects.filter(pk=person.pk).update(nummer="R00000000987", nummerslag="reservnummer")
    sdf = [stad.spanga, stad.hagersten, factories.EnhetFabrik(sdf=True, namn="Norr", giltig_till=date(2023, 12, 31))]
    for district, efter, mottagen, stod in f["register"]:
        manad = add_months(month_start(f["inskriven"]), efter)
        rad = Leverans.objects.create(
            sdf=sdf[district], manad=manad, mottagen_at=mottagen, rader=1, belopp=0, sha256="0" * 64
        )
        Registerrad.objects.create(
            leverans=rad, sdf=rad.sdf, manad=manad, nummer=nummer, roll="sokande", belopp=5000 if stod else 0
        )


def write_holders(stad, person, f):
    """One at a time: each until the day before the next, or shorter."""
    dagar = sorted((f["inskriven"] + timedelta(days=efter), langd) for efter, langd in f["haller"])
    nasta = [dag for dag, _ in dagar[1:]] + [None]
    for (fran, langd), senare in zip(dagar, nasta, strict=False):
        slut = [fran + timedelta(days=n) for n in (langd, senare and (senare - fran).days - 1) if n is not None]
        models.Handlaggare.objects.create(
            aspirant=person, user=stad.sara, enhet=stad.spanga, fran=fran, till=min(slut, default=None)
        )


def life(stad, f):
    for model in (Bevakning, EgenBevakning, Checkpoint, Registerrad, Leverans):
        model.objects.all().delete()
    person = stad.aspirant(arbetsformaga=f["formaga"])
    write_parameters(stad, f)
    oppen = enrol(stad, person, f)
    write_holders(stad, person, f)
    write_plans(stad, person, oppen, f)
    write_days(stad, person, f)
    write_matters(stad, person, f)
    write_register(stad, person, f)
    return person


def needs_arbetsplan(person, f):
    haller = models.Handlaggare.objects.aktuella(f["today"]).filter(aspirant=person)
    return haller.exists() and f["formaga"] != "0"


JOBBPLANENS = {"forsta_plan", "jobbplan_uppfoljning", "jobbplan_orord"}
ARBETSPLANENS = {"forsta_arbetsplan", "arbetsplan_uppfoljning", "arbetsplan_orord"}
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@contextmanager
def undone():
    """As the owner, and nothing of it stays."""
    with owner(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW, phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(f=liv.map(placed))
def test_every_set_based_rule_is_the_pure_one(stad, f):
    with undone():
        person = life(stad, f)
        expected = reference(person, f["today"])
        found = compute(today=f["today"], person=person.pk)
        assert {(regel, *rad[1:5]) for regel, *rad in found} == expected
        # The audit's forgotten plans: of everybody enrolled there is always a plan to write, follow up or look over
        regler = {regel for regel, *_ in found}
        assert not f["oppen"] or JOBBPLANENS & regler
        assert not needs_arbetsplan(person, f) or ARBETSPLANENS & regler


def test_each_rule_has_its_reference():
    assert set(REFERENS) == set(REGLER)
