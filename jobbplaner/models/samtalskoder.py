"""Why a party was not there, and why a samtal was moved or cancelled: code lists, as data."""

from django.db import models

from cases.models.koder import Kod


class Franvaroskal(Kod):
    """Why a party was absent. Stands in the protokoll, so it is the jobbtorg's until handed over."""

    class Meta(Kod.Meta):
        verbose_name = "skäl till frånvaro"
        verbose_name_plural = "skäl till frånvaro"


class Samtalsskal(Kod):
    """Why a samtal was moved or cancelled. Both sides read it, so no code says anything of health."""

    flyttar = models.BooleanField("kan anges när ett samtal bokas om", default=True)
    installer = models.BooleanField("kan anges när ett samtal ställs in", default=True)

    class Meta(Kod.Meta):
        verbose_name = "skäl till ombokning"
        verbose_name_plural = "skäl till ombokning"
