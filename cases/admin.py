"""Administration for the systemförvaltare: units, users, code lists, parameters. No cases, ever."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from config import dates

from . import models, perms


class Administration(admin.AdminSite):
    """Open to those who hold the role today; Django's own staff flags decide nothing here."""

    site_header = site_title = "Jobbakten"
    index_title = "Administration"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request) -> bool:
        return request.user.is_authenticated and perms.can_administer(request.user, dates.today())


administration = Administration(name="admin")


class SystemforvaltarensAdmin(admin.ModelAdmin):
    """Whoever reaches the site may add and change; nothing is deleted, it is given an end date."""

    def has_module_permission(self, request) -> bool:
        return administration.has_permission(request)

    has_view_permission = has_add_permission = has_change_permission = lambda self, request, obj=None: (
        administration.has_permission(request)
    )

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class MedlemskapInline(admin.TabularInline):
    model = models.Medlemskap
    extra = 0

    def has_view_permission(self, request, obj=None) -> bool:
        return True

    def has_add_permission(self, request, obj=None) -> bool:
        """Whoever hands out roles hands none to themselves: the systemförvaltare sees no cases."""
        return obj is None or obj.pk != request.user.pk

    has_change_permission = has_add_permission

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(models.User, site=administration)
class AnvandareAdmin(SystemforvaltarensAdmin, UserAdmin):
    list_display = ["username", "first_name", "last_name", "is_active"]
    list_filter = ["is_active"]
    filter_horizontal = ()
    inlines = [MedlemskapInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email", "is_active"]}),
    ]


@admin.register(models.Enhet, site=administration)
class EnhetAdmin(SystemforvaltarensAdmin):
    list_display = ["namn", "slag", "namnd", "bara_tilldelade", "giltig_fran", "giltig_till"]
    list_filter = ["slag", "bara_tilldelade"]


@admin.register(models.Namnd, site=administration)
class NamndAdmin(SystemforvaltarensAdmin):
    list_display = ["namn", "slag", "giltig_fran", "giltig_till"]


@admin.register(models.Parameter, site=administration)
class ParameterAdmin(SystemforvaltarensAdmin):
    list_display = ["kod", "beskrivning", "varde", "giltig_fran", "giltig_till"]


class KodAdmin(SystemforvaltarensAdmin):
    """A code list. The code itself never changes once made: files and old cases carry it."""

    list_display = ["namn", "kod", "giltig_fran", "giltig_till"]
    search_fields = ["namn", "kod"]

    def get_readonly_fields(self, request, obj=None):
        return ["kod"] if obj else []


KODLISTOR = [
    models.Avslutsorsak,
    models.AvslutsorsakSocialtjanst,
    models.Forsorjningshinder,
    models.RattsligGrund,
    models.Underorsak,
]
administration.register(KODLISTOR, KodAdmin)
