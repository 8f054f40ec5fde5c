"""Administration for the systemförvaltare: units, users, code lists, parameters. No cases, ever."""

from django.contrib import admin

from . import admin_konton, models  # noqa: F401
from .admin_site import SystemforvaltarensAdmin, administration
from .akt import changed_all


class AllasAdmin(SystemforvaltarensAdmin):
    """What is saved here changes what holds for everybody: what is computed from it is computed anew."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        changed_all()


@admin.register(models.Enhet, site=administration)
class EnhetAdmin(AllasAdmin):
    list_display = ["namn", "slag", "namnd", "bara_tilldelade", "giltig_fran", "giltig_till"]
    list_filter = ["slag", "bara_tilldelade"]


@admin.register(models.Namnd, site=administration)
class NamndAdmin(SystemforvaltarensAdmin):
    list_display = ["namn", "slag", "giltig_fran", "giltig_till"]


@admin.register(models.Parameter, site=administration)
class ParameterAdmin(AllasAdmin):
    list_display = ["kod", "beskrivning", "varde", "giltig_fran", "giltig_till"]


class KodAdmin(SystemforvaltarensAdmin):
    """A code list. The code itself never changes once made: files and old cases carry it."""

    list_display = ["namn", "kod", "giltig_fran", "giltig_till"]
    search_fields = ["namn", "kod"]

    def get_readonly_fields(self, request, obj=None):
        return ["kod"] if obj else []


KODLISTOR = [
    models.Anteckningsslag,
    models.Avslutsorsak,
    models.AvslutsorsakSocialtjanst,
    models.Forsorjningshinder,
    models.RattsligGrund,
    models.Underorsak,
]
administration.register(KODLISTOR, KodAdmin)
