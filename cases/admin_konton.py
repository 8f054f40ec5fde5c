"""Accounts in the administration: made without a password, given a temporary one, never one's own roles."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from config import dates

from . import models
from .admin_site import SystemforvaltarensAdmin, administration
from .services.konton import issue_password


class MedlemskapInline(admin.StackedInline):
    """Not in a table: there Django gives the controls of a row no label of their own."""

    model = models.Medlemskap
    extra = 0
    fields = [("enhet", "roll"), ("fran", "till"), "lage"]
    readonly_fields = ["lage"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("bekraftelser")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A unit is made and changed on its own page, not from a membership."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "enhet":
            for what in ("add", "change", "view"):
                setattr(field.widget, f"can_{what}_related", False)
        return field

    @admin.display(description="bekräftad")
    def lage(self, medlemskap) -> str:
        if medlemskap.pk is None:
            return "Väntar på chefen när det är sparat"
        svar = {b.beviljad for b in medlemskap.bekraftelser.all()}
        return "Nekad" if False in svar else "Väntar" if None in svar else "Ja"

    def has_view_permission(self, request, obj=None) -> bool:
        return True

    def has_add_permission(self, request, obj=None) -> bool:
        """Whoever hands out roles hands none to themselves: the systemförvaltare sees no cases."""
        return obj is None or obj.pk != request.user.pk

    has_change_permission = has_add_permission

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(models.User, site=administration)
class AnvandareAdmin(SystemforvaltarensAdmin):
    list_display = ["username", "first_name", "last_name", "uppdrag", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["username", "first_name", "last_name"]
    fields = ["username", "first_name", "last_name", "email", "is_active"]
    inlines = [MedlemskapInline]
    change_form_template = "cases/admin/anvandare.html"

    def get_queryset(self, request):
        aktuella = models.Medlemskap.objects.giltiga(request.today).select_related("enhet").order_by("fran", "id")
        return super().get_queryset(request).prefetch_related(Prefetch("medlemskap", aktuella, to_attr="i_dag"))

    @admin.display(description="roll och enhet i dag")
    def uppdrag(self, user) -> str:
        return ", ".join(f"{m.get_roll_display()}, {m.enhet}" if m.enhet else m.get_roll_display() for m in user.i_dag)

    def get_urls(self):
        view = administration.admin_view(self.temporary_password)
        return [path("<path:object_id>/tillfalligt/", view, name="cases_user_tillfalligt"), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        """A new account has no password until one is handed out."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @method_decorator(csrf_protect)
    def temporary_password(self, request, object_id):
        """Asks first; the answer to the POST is the only time that the password is shown."""
        user = self.get_object(request, unquote(object_id))
        if user is None:
            raise Http404
        if user.pk == request.user.pk:
            raise PermissionDenied
        context = {**administration.each_context(request), "opts": self.opts, "original": user}
        if request.method == "POST":
            context["losenord"] = issue_password(user=user, by=request.user, now=dates.now())
            self.log_change(request, user, "Tillfälligt lösenord.")
        context["title"] = f"Tillfälligt lösenord för {user.namn}"
        return TemplateResponse(request, "cases/admin/tillfalligt.html", context)
