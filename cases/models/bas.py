"""What every row that belongs to a person carries, so that row-level security stays row-local.

`enheter`, `skydd` and `synlig_for` are filled by the database (cases/sekretess); Python never sets them.
See docs/adr/0002.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Giltighet(models.QuerySet):
    """Query set of dated reference data."""

    def giltiga(self, dag):
        """Rows valid on `dag`, both ends inclusive."""
        return self.filter(
            models.Q(giltig_fran=None) | models.Q(giltig_fran__lte=dag),
            models.Q(giltig_till=None) | models.Q(giltig_till__gte=dag),
        )

    def giltiga_i(self, fran, till):
        """Rows valid on at least one day of [fran, till]."""
        return self.filter(
            models.Q(giltig_fran=None) | models.Q(giltig_fran__lte=till),
            models.Q(giltig_till=None) | models.Q(giltig_till__gte=fran),
        )


class Daterad(models.Model):
    """Reference data with validity; both dates inclusive, empty means open."""

    giltig_fran = models.DateField("giltig från", null=True, blank=True)
    giltig_till = models.DateField("giltig till", null=True, blank=True)

    objects = Giltighet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(giltig_till__gte=models.F("giltig_fran"))
                | models.Q(giltig_fran=None)
                | models.Q(giltig_till=None),
                name="%(app_label)s_%(class)s_giltighet_i_ordning",
                violation_error_message="Giltig till kan inte ligga före giltig från.",
            )
        ]


class Aktdel(models.Model):
    """A row of a person's akt that everyone who may see the person sees (identity, dates, existence)."""

    aspirant = models.ForeignKey("cases.Aspirant", models.CASCADE, related_name="%(class)s_set")
    enheter = ArrayField(models.BigIntegerField(), default=list, editable=False)
    skydd = models.SmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Dokumentdel(Aktdel):
    """A row owned by one nämnd; another nämnd reads it only once it has been handed over."""

    namnd = models.ForeignKey("cases.Namnd", models.PROTECT, related_name="+")
    synlig_for = ArrayField(models.BigIntegerField(), default=list, editable=False)

    class Meta:
        abstract = True
