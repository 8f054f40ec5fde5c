"""System checks that keep row-level security in force."""

from django.core.checks import Error, Tags, register
from django.db import connections

from config.database import APP_ROLE


@register(Tags.database)
def role_is_bound(app_configs, databases, **kwargs):
    """The application's login must not be able to pass row-level security (rls A.3)."""
    errors = []
    for alias in databases or []:
        if connections[alias].settings_dict["USER"] != APP_ROLE:
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT 1 FROM pg_class c WHERE"
                " c.relnamespace = 'public'::regnamespace AND pg_has_role(r.oid, c.relowner, 'MEMBER'))"
                " FROM pg_roles r WHERE r.rolname = current_user"
            )
            if cursor.fetchone()[0]:
                errors.append(
                    Error(
                        f"{APP_ROLE} passes row-level security: superuser, BYPASSRLS or an owner",
                        id="cases.E001",
                    )
                )
    return errors
