"""The register of försörjningsstöd: one delivery per month and district, whole or not at all."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from cases.models import Enhet, Tidigarenummer, User
from uppfoljning.enums import Registerroll


class LeveransQuerySet(models.QuerySet):
    def gallande(self):
        return self.filter(ersatt_at=None, aterkallad_at=None)


class Leverans(models.Model):
    """One file received. A replaced or withdrawn one stays as a line without its rows. Holds no persons."""

    sdf = models.ForeignKey(Enhet, models.PROTECT, related_name="leveranser")
    manad = models.DateField("månad")
    mottagen_at = models.DateTimeField()
    mottagen_av = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    rader = models.PositiveIntegerField()
    belopp = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    ersatt_at = models.DateTimeField(null=True, blank=True)
    aterkallad_at = models.DateTimeField(null=True, blank=True)
    aterkallad_skal = models.CharField(max_length=250, blank=True)

    objects = LeveransQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "leveranser"
        ordering = ["-manad", "sdf"]
        constraints = [
            models.UniqueConstraint(
                fields=["sdf", "manad"],
                condition=Q(ersatt_at=None, aterkallad_at=None),
                name="uppfoljning_leverans_en_gallande",
                violation_error_message="Månaden är redan levererad av stadsdelen.",
            ),
            models.UniqueConstraint(fields=["id", "sdf", "manad"], name="uppfoljning_leverans_for_raderna"),
            models.CheckConstraint(condition=Q(manad__day=1), name="uppfoljning_leverans_manadens_forsta"),
            models.CheckConstraint(
                condition=Q(aterkallad_at=None, aterkallad_skal="")
                | (Q(aterkallad_at__isnull=False) & ~Q(aterkallad_skal="")),
                name="uppfoljning_leverans_aterkallas_med_skal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sdf} {self.manad:%Y-%m}"


class RegisterradQuerySet(models.QuerySet):
    def med_stod(self):
        return self.filter(belopp__gt=0)


class Registerrad(models.Model):
    """One person, month and district. Only the SDF reads it; numbers without an akt are kept too.

    A bulk register: exempt from field history (house.md habit 7), loaded by COPY. One foreign key of three columns
    (migration 0004) holds a row to the month and district of its delivery, at the price of one.
    """

    leverans = models.ForeignKey(Leverans, models.CASCADE, db_index=False, db_constraint=False, related_name="+")
    sdf = models.ForeignKey(Enhet, models.PROTECT, db_index=False, db_constraint=False, related_name="+")
    manad = models.DateField()
    nummer = models.CharField(max_length=12, db_collation="C")
    belopp = models.PositiveIntegerField()
    roll = models.CharField(max_length=10, choices=Registerroll)
    forsorjningshinder = models.CharField(max_length=60, blank=True)
    avslutsorsak = models.CharField(max_length=60, blank=True)
    # The person while protected, kept by trigger (cases/sekretess/register.sql): what the policy asks. No foreign key:
    # a row of someone who is gone stays hidden
    skyddad_id = models.BigIntegerField(null=True, editable=False)

    objects = RegisterradQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "registerrader"
        # A delivery's rows lie together: a few kilobytes find them when it is replaced or withdrawn
        indexes = [BrinIndex(fields=["leverans"], name="uppfoljning_registerrad_lev")]
        constraints = [
            models.UniqueConstraint(fields=["nummer", "manad", "sdf"], name="uppfoljning_registerrad_unik"),
        ]

    def __str__(self) -> str:
        return f"{self.sdf_id} {self.manad:%Y-%m}"


def med_aterkomst(inskrivningar: QuerySet) -> QuerySet:
    """Annotate avslut with `aterkommit`: support in any delivered month after the month of avslut (domain.md 2.11).

    Says what the reader's own rows say: all districts for the duty "uppfoljning", the own district for an SDF.
    """
    stod = Registerrad.objects.med_stod().filter(manad__gt=OuterRef("avslutsmanad"))
    tidigare = Tidigarenummer.objects.personens().filter(aspirant=OuterRef(OuterRef("aspirant_id")))
    aterkommit = Exists(stod.filter(nummer=OuterRef("aspirant__nummer"))) | Exists(
        stod.filter(nummer__in=tidigare.values("nummer"))
    )
    return inskrivningar.alias(avslutsmanad=TruncMonth("avslutad")).annotate(aterkommit=aterkommit)
