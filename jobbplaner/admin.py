"""The systemförvaltare's code lists of this room."""

from django.contrib import admin

from cases.admin import KodAdmin
from cases.admin_site import SystemforvaltarensAdmin, administration

from .models import Franvaroskal, Fras, Samtalsskal

administration.register([Franvaroskal, Samtalsskal], KodAdmin)


@admin.register(Fras, site=administration)
class FrasAdmin(SystemforvaltarensAdmin):
    """Phrases that a goal may not consist of alone: the hint beside Mål reads them (jobbplaner/kvalitet.py)."""

    list_display = ["text", "giltig_fran", "giltig_till"]
    search_fields = ["text"]
