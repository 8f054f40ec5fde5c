"""Test data with traits. Rows are created as the owner, so a test needs no identity to set its scene."""

from contextlib import contextmanager
from datetime import date, datetime

import factory
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import Model

from cases import models as cases
from cases.enums import Arbetsformaga, Enhetsslag, Inskrivningssatt, Kon, Namndslag, Nummerslag, Roll
from cases.personnummer import make_testnummer
from config.database import APP_ROLE
from config.dates import STOCKHOLM


def at(text: str) -> datetime:
    """A moment in Stockholm: at("2026-11-24 09:30")."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@contextmanager
def as_owner():
    """Step out of the application's role and back; nested use is fine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        stepped_out = cursor.fetchone()[0] == APP_ROLE
        if stepped_out:
            cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        if stepped_out and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {APP_ROLE}")


class Fabrik(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with as_owner():
            created = super()._create(model_class, *args, **kwargs)
            created.refresh_from_db()
            return created


class NamndFabrik(Fabrik):
    class Meta:
        model = cases.Namnd
        django_get_or_create = ("kod",)

    kod = "arbetsmarknad"
    namn = factory.LazyAttribute(lambda o: f"{o.kod.capitalize()}snämnden")
    slag = Namndslag.ARBETSMARKNAD


class EnhetFabrik(Fabrik):
    class Meta:
        model = cases.Enhet
        django_get_or_create = ("slag", "namn")

    namn = factory.Sequence(lambda n: f"Enhet {n}")
    slag = Enhetsslag.JOBBTORG
    namnd = factory.SubFactory(NamndFabrik)

    class Params:
        sdf = factory.Trait(
            slag=Enhetsslag.SDF,
            namnd=factory.SubFactory(
                NamndFabrik,
                kod=factory.SelfAttribute("..namn"),
                slag=Namndslag.STADSDEL,
                namn=factory.LazyAttribute(lambda o: f"{o.kod} stadsdelsnämnd"),
            ),
        )


class UserFabrik(Fabrik):
    class Meta:
        model = cases.User
        django_get_or_create = ("username",)

    username = factory.Sequence(lambda n: f"anv{n}")
    first_name = factory.LazyAttribute(lambda o: o.username.capitalize())
    last_name = "Test"


# What users of the tests log in with
DEMO = make_password("demo")


def anvandare(username: str, roll: str, enhet: cases.Enhet, **kwargs) -> cases.User:
    """A user with one membership from 2020."""
    with as_owner():
        user = UserFabrik(username=username, password=DEMO, **kwargs)
        cases.Medlemskap.objects.get_or_create(user=user, enhet=enhet, roll=roll, fran=date(2020, 1, 1))
    return user


# Surname → key of every person the factory made: a surname is one person's
TESTPERSONER: dict[str, int] = {}


class AspirantFabrik(Fabrik):
    """A person of an SDF. Numbers are Skatteverket's test numbers, a new birth date for each."""

    class Meta:
        model = cases.Aspirant
        skip_postgeneration_save = True

    class Params:
        n = factory.Sequence(lambda n: n)
        skyddad = factory.Trait(skydd=1)

    kon = Kon.KVINNA
    fodelsedatum = factory.LazyAttribute(
        lambda o: date(1976 + o.n % 32 + (o.n % 32 >= 14), 2 + (o.n // 32) % 11, 2 + (o.n // 352) % 26)
    )
    nummer = factory.LazyAttribute(lambda o: make_testnummer(o.fodelsedatum, o.kon))
    nummerslag = Nummerslag.PERSONNUMMER
    fornamn = factory.Iterator(["Amal", "Jonas", "Åsa", "Robel", "Karin"])
    efternamn = factory.Sequence(lambda n: f"Provsson{n}")
    sdf = factory.SubFactory(EnhetFabrik, sdf=True, namn="Spånga-Tensta")
    registrerad_vid = factory.SelfAttribute("sdf")
    arbetsformaga = Arbetsformaga.P76_100
    forsorjningsstod_sedan = date(2026, 1, 1)

    @factory.post_generation
    def ansvar(self, create, extracted, **kwargs):
        TESTPERSONER[self.efternamn] = self.pk
        if create and self.sdf_id:
            with as_owner():
                cases.Sdfansvar.objects.create(aspirant=self, sdf=self.sdf, fran=date(2020, 1, 1))


def _lagd(model, **kwargs):
    with as_owner():
        row = model.objects.create(**kwargs)
        row.refresh_from_db()
        return row


def kod(model, kod: str):
    """A row of a code list."""
    return model.objects.get(kod=kod)


def remiss(aspirant, jobbtorg, by, **kwargs) -> cases.Remiss:
    """A sent remiss."""
    return _lagd(
        cases.Remiss,
        **{
            "aspirant": aspirant,
            "jobbtorg": jobbtorg,
            "sdf": aspirant.sdf,
            "skickad_at": at("2026-11-20 10:00"),
            "skickad_av": by,
            "fraga": "Vilket stöd behövs för att söka arbete inom kök?",
            "inskrivningssatt": Inskrivningssatt.GRUPPINFORMATION,
            "rattslig_grund": kod(cases.RattsligGrund, "sol_aktivitet"),
            "svar_senast": date(2026, 11, 27),
            **kwargs,
        },
    )


def inskrivning(
    aspirant, jobbtorg, inskriven=date(2026, 5, 25), avslutad=None, orsak=None, **kwargs
) -> cases.Inskrivning:
    """An enrolment; with `avslutad` also closed with code `orsak`."""
    return _lagd(
        cases.Inskrivning,
        aspirant=aspirant,
        jobbtorg=jobbtorg,
        **{
            "sdf": aspirant.sdf,
            "inskriven": inskriven,
            "inskrivningssatt": Inskrivningssatt.GRUPPINFORMATION,
            "avslutad": avslutad,
            "avslutsorsak": kod(cases.Avslutsorsak, orsak) if orsak else None,
            **kwargs,
        },
    )


def _there(model, nyckel: tuple[str, ...], rader: list) -> dict[tuple, Model]:
    """The rows as they stand in the database, by their key; those that are missing are made."""
    model.objects.bulk_create(rader, ignore_conflicts=True)
    del_av_nyckel = {f"{falt}__in": [getattr(rad, falt) for rad in rader] for falt in nyckel}
    return {tuple(getattr(rad, falt) for falt in nyckel): rad for rad in model.objects.filter(**del_av_nyckel)}


class Stad:
    """The standing cast: handläggare, colleague, outsider, and the roles without persons."""

    def __init__(self):
        with as_owner():
            self._enheter()
            self._folk()

    def _enheter(self) -> None:
        """Nämnder and units that are not there yet, as the factories make them; in four statements."""
        slag = {
            "Spånga-Tensta": Enhetsslag.SDF,
            "Hägersten-Liljeholmen": Enhetsslag.SDF,
            "Kista": Enhetsslag.JOBBTORG,
            "Vårberg": Enhetsslag.JOBBTORG,
            "Arbetsmarknadsförvaltningen": Enhetsslag.STAB,
        }
        byggda = [EnhetFabrik.build(namn=namn, slag=s, sdf=s == Enhetsslag.SDF) for namn, s in slag.items()]
        namnder = _there(cases.Namnd, ("kod",), [enhet.namnd for enhet in byggda])
        for enhet in byggda:
            enhet.namnd = namnder[enhet.namnd.kod,]
        enheter = _there(cases.Enhet, ("slag", "namn"), byggda)
        self.spanga, self.hagersten, self.kista, self.varberg, self.stab = (
            enheter[s, namn] for namn, s in slag.items()
        )

    def _folk(self) -> None:
        """All in two statements: nearly every test begins here."""
        roller = {
            "sara": (Roll.SOCIALSEKRETERARE, self.spanga),
            "stina": (Roll.ENHETSCHEF, self.spanga),
            "hanna": (Roll.SOCIALSEKRETERARE, self.hagersten),
            "carl": (Roll.COACH, self.kista),
            "eva": (Roll.ENHETSCHEF, self.kista),
            "vera": (Roll.COACH, self.varberg),
            "nina": (Roll.CONTROLLER, self.stab),
            "sven": (Roll.SYSTEMFORVALTARE, self.stab),
            "rut": (Roll.REGISTERANSVARIG, self.stab),
        }
        folk = cases.User.objects.bulk_create(
            UserFabrik.build(username=namn, password=DEMO, is_staff=namn == "sven", is_superuser=namn == "sven")
            for namn in roller
        )
        cases.Medlemskap.objects.bulk_create(
            cases.Medlemskap(user=user, enhet=enhet, roll=roll, fran=date(2020, 1, 1))
            for user, (roll, enhet) in zip(folk, roller.values(), strict=True)
        )
        for user in folk:
            setattr(self, {"rut": "registeransvarig"}.get(user.username, user.username), user)

    def aspirant(self, **kwargs) -> cases.Aspirant:
        """A person of SDF Spånga-Tensta."""
        return AspirantFabrik(**{"sdf": self.spanga, **kwargs})

    def inskriven(self, **kwargs) -> tuple[cases.Aspirant, cases.Inskrivning]:
        """A person enrolled at Jobbtorg Kista."""
        person = self.aspirant()
        return person, inskrivning(person, self.kista, **kwargs)
