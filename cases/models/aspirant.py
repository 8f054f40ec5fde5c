"""The person in the middle."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from cases.enums import Arbetsformaga, Enhetsslag, Kon, Nummerslag, Skyddsniva
from config.dates import age

from .anvandare import inclusive_range
from .bas import Aktdel
from .handlaggare import Handlaggare
from .inskrivning import Inskrivning
from .koder import Forsorjningshinder
from .langsiktigtstod import LangsiktigtStod
from .organisation import Enhet
from .remiss import Remiss
from .samordnare import Samordnare
from .tidigarenummer import Tidigarenummer
from .vikariat import Vikariat


def _ersatter(user, dag) -> Exists:
    """Of a Handlaggare row: `user` stands in for its holder at its unit on `dag`."""
    return Exists(Vikariat.objects.giltiga(dag).filter(ersattare=user, user=OuterRef("user"), enhet=OuterRef("enhet")))


def _stod(user, dag):
    return LangsiktigtStod.objects.oavslutade().filter(user=user, fran__lte=dag)


class AspirantQuerySet(models.QuerySet):
    def med_nummer(self, nummer: str):
        """The person whose number it is, or was; DoesNotExist for one that nobody visible has had."""
        if nu := self.filter(nummer=nummer).first():
            return nu
        return self.get(pk__in=Tidigarenummer.objects.personens().filter(nummer=nummer).values("aspirant"))

    def med_namndel(self, delar):
        """Persons one of whose parts of the name is among these rows of Namndel."""
        return self.filter(pk__in=delar.values("aspirant"))

    def vid(self, enheter):
        """Persons that any of these units is or was responsible for, or has been remitted or enrolled."""
        return self.filter(enheter__overlap=[e.pk for e in enheter])

    def aktuella_vid(self, enheter, dag):
        """Persons these units work with on `dag`: responsible SDF, enrolled there, or remitted and not answered."""
        vid = {"jobbtorg__in": enheter}
        return self.filter(
            Q(sdf__in=enheter)
            | Q(pk__in=Inskrivning.objects.oppna_den(dag).filter(**vid).values("aspirant"))
            | Q(pk__in=Remiss.objects.obesvarade().filter(**vid).values("aspirant"))
        )

    def vantar_svar_vid(self, enheter):
        """Persons with a remiss to one of these jobbtorg that nobody has answered."""
        return self.filter(pk__in=Remiss.objects.obesvarade().filter(jobbtorg__in=enheter).values("aspirant"))

    def handlagda_av(self, user, dag):
        """Persons whose case `user` holds on `dag`."""
        return self.filter(pk__in=Handlaggare.objects.aktuella(dag).filter(user=user).values("aspirant"))

    def samordnade_av(self, user, dag):
        """Persons whom `user` follows as samordnare on `dag`."""
        return self.filter(pk__in=Samordnare.objects.aktuella(dag).filter(user=user).values("aspirant"))

    def stodda_av(self, user, dag):
        """Persons to whom `user` gives långsiktigt stöd on `dag`, or should have ended it."""
        return self.filter(pk__in=_stod(user, dag).values("aspirant"))

    def vikarierade_av(self, user, dag):
        """Persons held by those for whom `user` stands in on `dag`, at the unit where they do."""
        return self.filter(pk__in=Handlaggare.objects.aktuella(dag).filter(_ersatter(user, dag)).values("aspirant"))

    def mina(self, user, dag):
        """Persons on `user`'s day: held, followed as samordnare, given support, or looked after for someone absent."""
        handlaggare, samordnare = Handlaggare.objects.aktuella(dag), Samordnare.objects.aktuella(dag)
        alla = [
            handlaggare.filter(user=user),
            handlaggare.filter(_ersatter(user, dag)),
            samordnare.filter(user=user),
            _stod(user, dag),
        ]
        # One set of keys: three conditions with OR between them would read every person
        egna, *andra = (rader.order_by().values("aspirant") for rader in alla)
        return self.filter(pk__in=egna.union(*andra))

    def utan_handlaggare(self, enhet, dag):
        """Persons the unit works with on `dag` whom nobody there holds.

        At a jobbtorg: enrolled there. At an SDF: new to it, enrolled somewhere or remitted; a case that was put away
        has had a handläggare and is none of these.
        """
        haller, inskrivna = Handlaggare.objects.filter(enhet=enhet), Inskrivning.objects.oppna_den(dag)
        if enhet.slag == Enhetsslag.JOBBTORG:
            # Two sets of keys: joined to the persons, all of these might be walked for the few that are left
            kvar = inskrivna.filter(jobbtorg=enhet).order_by().values("aspirant")
            return self.filter(pk__in=kvar.difference(haller.aktuella(dag).order_by().values("aspirant")))
        haller = haller.filter(aspirant=OuterRef("pk"))
        pagar = Q(pk__in=inskrivna.values("aspirant")) | Q(pk__in=Remiss.objects.obesvarade().values("aspirant"))
        return self.filter(pagar | ~Exists(haller), sdf=enhet).exclude(Exists(haller.aktuella(dag)))

    def med_byten(self, dag):
        """With `antal_byten`: changes of handläggare on both sides up to `dag`."""
        byten = Handlaggare.objects.byten(dag).filter(aspirant=OuterRef("pk")).order_by().values("aspirant")
        return self.annotate(antal_byten=Coalesce(Subquery(byten.annotate(n=Count("pk")).values("n")), 0))

    def for_lista(self, dag):
        """Sorted by name, with `inskriven` and `jobbtorg_namn` of an enrolment open on `dag`, and handläggare."""
        oppen = Inskrivning.objects.oppna_den(dag).filter(aspirant=OuterRef("pk")).order_by("-inskriven")
        handlaggare = Handlaggare.objects.aktuella(dag)
        return (
            self.select_related("sdf")
            .annotate(
                inskriven=Subquery(oppen.values("inskriven")[:1]),
                jobbtorg_namn=Subquery(oppen.values("jobbtorg__namn")[:1]),
            )
            .prefetch_related(
                Prefetch("handlaggare_set", handlaggare.select_related("user", "enhet"), to_attr="aktuella_handlaggare")
            )
            .order_by("efternamn", "fornamn", "id")
        )


class Aspirant(models.Model):
    """A person. The number is an attribute, never a key; birth date and legal sex are fields of their own."""

    nummer = models.CharField("nummer", max_length=12, unique=True, db_collation="C")
    nummerslag = models.CharField(max_length=20, choices=Nummerslag)
    # The names in small letters and byte order, filled by the database: what the question of a double may use an index
    # on although row-level security stands before it (upper() and LIKE are not leakproof). Search reads Namndel.
    fornamn_sok = models.CharField(max_length=80, default="", editable=False, db_collation="C")
    efternamn_sok = models.CharField(max_length=80, default="", editable=False, db_collation="C")
    fornamn = models.CharField("förnamn", max_length=80)
    efternamn = models.CharField("efternamn", max_length=80)
    fodelsedatum = models.DateField("födelsedatum", null=True, blank=True)
    kon = models.CharField("juridiskt kön", max_length=10, choices=Kon)
    skydd = models.SmallIntegerField("skyddade personuppgifter", choices=Skyddsniva, default=Skyddsniva.INGET)

    telefon = models.CharField("telefon", max_length=40, blank=True)
    epost = models.EmailField("e-post", blank=True)
    adress = models.CharField("adress", max_length=160, blank=True)
    sprak = models.CharField("språk", max_length=60, blank=True)
    tolk = models.BooleanField("behöver tolk", default=False)

    # Empty until somebody has asked: one adult is an answer
    vuxna = models.PositiveSmallIntegerField("vuxna i hushållet", null=True, blank=True)
    forsorjningsstod_sedan = models.DateField("försörjningsstöd sedan", null=True, blank=True)
    forsorjningshinder = models.ForeignKey(
        Forsorjningshinder, models.PROTECT, null=True, blank=True, verbose_name="försörjningshinder"
    )
    arbetsformaga = models.CharField("arbetsförmåga", max_length=10, choices=Arbetsformaga, blank=True)

    sdf = models.ForeignKey(
        Enhet, models.PROTECT, null=True, blank=True, related_name="ansvarar_for", verbose_name="ansvarig SDF"
    )
    registrerad_vid = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    # Every unit that may see the person; the database fills it (cases/sekretess)
    enheter = ArrayField(models.BigIntegerField(), default=list, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AspirantQuerySet.as_manager()

    class Meta:
        ordering = ["efternamn", "fornamn", "id"]
        indexes = [
            models.Index(fields=["sdf", "efternamn", "fornamn"], name="cases_aspirant_sdf_namn"),
            models.Index(fields=["efternamn", "fornamn"], name="cases_aspirant_namn"),
            models.Index(fields=["efternamn_sok"], name="cases_aspirant_efternamn_sok"),
            models.Index(fields=["fornamn_sok"], name="cases_aspirant_fornamn_sok"),
            models.Index(fields=["id"], name="cases_aspirant_skyddade", condition=Q(skydd__gt=Skyddsniva.INGET)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(nummer__regex=r"^([0-9]{12}|R[0-9]{11})$"),
                name="cases_aspirant_nummer_tolv_tecken",
                violation_error_message="Numret ska ha tolv siffror.",
            ),
            models.CheckConstraint(
                condition=~Q(skydd=Skyddsniva.SKYDDAD_FOLKBOKFORING) | Q(adress=""),
                name="cases_aspirant_ingen_adress_vid_skyddad_folkbokforing",
                violation_error_message="Adress får inte sparas vid skyddad folkbokföring.",
            ),
            models.CheckConstraint(
                condition=Q(forsorjningsstod_sedan=None) | Q(forsorjningsstod_sedan__day=1),
                name="cases_aspirant_stod_sedan_manadens_forsta",
                violation_error_message="Försörjningsstöd sedan är en månad.",
            ),
            models.CheckConstraint(
                condition=Q(vuxna__gte=1, vuxna__lte=20),
                name="cases_aspirant_vuxna_rimligt",
                violation_error_message="Ett hushåll har 1 till 20 vuxna.",
            ),
        ]

    def __str__(self) -> str:
        return self.namn

    @property
    def namn(self) -> str:
        return f"{self.fornamn} {self.efternamn}"

    def alder(self, dag: date) -> int | None:
        return age(self.fodelsedatum, dag) if self.fodelsedatum else None

    @property
    def skyddad(self) -> bool:
        """An unknown level counts as the strictest (cases/skydd.py)."""
        return self.skydd != Skyddsniva.INGET

    @property
    def arendenummer(self) -> str:
        """What a protected person is called in logs and notices: says nothing about who it is."""
        return f"J-{self.pk:06d}"


class HushallBarn(Aktdel):
    """A child in the household; only the birth year is kept (domain.md 2.1)."""

    aspirant = models.ForeignKey(Aspirant, models.CASCADE, related_name="barn")
    fodelsear = models.PositiveSmallIntegerField("födelseår")

    class Meta:
        ordering = ["-fodelsear", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fodelsear__gte=1980, fodelsear__lte=2100),
                name="cases_hushallbarn_rimligt_fodelsear",
                violation_error_message="Skriv barnets födelseår med fyra siffror.",
            )
        ]

    def __str__(self) -> str:
        return str(self.fodelsear)


class SdfansvarQuerySet(models.QuerySet):
    def som_json(self):
        """In order, as {"fran": day, "namn": of the SDF}: to be read with the person."""
        return self.order_by("fran").values(json=JSONObject(fran="fran", namn="sdf__namn"))


class Sdfansvar(Aktdel):
    """Which SDF is responsible, from and to (both inclusive). A move to another district closes one and opens one."""

    aspirant = models.ForeignKey(Aspirant, models.CASCADE, related_name="sdfansvar")
    sdf = models.ForeignKey(Enhet, models.PROTECT, related_name="+")
    fran = models.DateField()
    till = models.DateField(null=True, blank=True)

    objects = SdfansvarQuerySet.as_manager()

    class Meta:
        ordering = ["fran"]
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gte=F("fran")), name="cases_sdfansvar_datum_i_ordning"
            ),
            ExclusionConstraint(
                name="cases_sdfansvar_en_i_taget",
                expressions=[
                    ("aspirant", RangeOperators.EQUAL),
                    (inclusive_range("fran", "till"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="En annan stadsdel ansvarar redan under en del av tiden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sdf} från {self.fran}"
