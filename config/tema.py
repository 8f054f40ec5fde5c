"""The municipality's accent colour, served as a style sheet of one rule because the page allows no inline style."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@require_safe
@login_not_required
@cache_control(public=True, max_age=3600)
def tema(request) -> HttpResponse:
    """`/tema.css` with --brand from the setting BRAND; without a valid colour brand.css stands."""
    colour = getattr(settings, "BRAND", "")
    rule = f":root{{--brand:{colour}}}" if HEX_COLOUR.fullmatch(colour) else ""
    return HttpResponse(rule, content_type="text/css; charset=utf-8")


@require_safe
@login_not_required
def favicon(request) -> HttpResponse:
    """Browsers ask for it on pages that do not name our icon, such as the administration's."""
    return redirect(static("images/favicon.svg"), permanent=True)
