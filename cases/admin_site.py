"""The administration as a place: who comes in, and which of Django's own doors are there."""

from functools import wraps

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from config import dates

from . import perms


class Administration(admin.AdminSite):
    """Open to those who hold the role today; Django's own staff flags decide nothing here.

    Login, logout and own password are the product's own, throttled and logged. Django's search for related objects
    and its redirect to any object by content type are not here: they would know of tables that are not ours to show.
    """

    site_header = site_title = "Jobbakten"
    index_title = "Administration"
    site_url = "/"
    enable_nav_sidebar = False
    LEFT_OUT = {"autocomplete", "view_on_site"}

    def has_permission(self, request) -> bool:
        return request.user.is_authenticated and perms.can_administer(request.user, dates.today())

    def get_urls(self):
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") not in self.LEFT_OUT]

    def admin_view(self, view, cacheable=False):
        """Somebody logged in without the role is refused; Django would send them to a login page in a circle."""

        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def outer(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return outer

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            if not self.has_permission(request):
                raise PermissionDenied
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or request.path.removesuffix("login/"), "cases:login")

    def password_change(self, request, extra_context=None):
        return redirect("cases:byt_losenord")

    def password_change_done(self, request, extra_context=None):
        return redirect("cases:mitt_konto")


administration = Administration(name="admin")


class SystemforvaltarensAdmin(admin.ModelAdmin):
    """Whoever reaches the site may add and change; nothing is deleted, it is given an end date."""

    actions = None

    def has_module_permission(self, request) -> bool:
        return administration.has_permission(request)

    has_view_permission = has_add_permission = has_change_permission = lambda self, request, obj=None: (
        administration.has_permission(request)
    )

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
