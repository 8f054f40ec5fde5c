"""What the rules are asked with: the municipality's parameters in force, and the days that are free."""

from datetime import date

from cases import deadlines
from cases.models import Parameter
from config.dates import free_weekdays

# Parameter -> what holds where the municipality has said nothing
STANDARD = {
    "jobbplan_arbetsdagar": deadlines.JOBBPLAN_ARBETSDAGAR,
    "arbetsplan_arbetsdagar": deadlines.ARBETSPLAN_ARBETSDAGAR,
    "remissvar_arbetsdagar": deadlines.REMISS_ARBETSDAGAR,
    "plan_orord_dagar": deadlines.PLAN_ORORD_DAGAR,
    "trepartssamtal_manader": deadlines.TREPARTSSAMTAL_MANADER,
    "trepartssamtal_for_alla": [],
    "gemensam_uppfoljning_manader": deadlines.UPPFOLJNING_MANADER,
    "samtycke_varsel_dagar": deadlines.SAMTYCKE_VARSEL_DAGAR,
    "handling_arbetsdagar": deadlines.HANDLING_ARBETSDAGAR,
    "checkpoint_arbetsdagar": deadlines.CHECKPOINT_ARBETSDAGAR,
    "checkpoint_bevakas_manader": deadlines.CHECKPOINT_BEVAKAS_MANADER,
    "utan_stod_arbetsdagar": deadlines.UTAN_STOD_ARBETSDAGAR,
}
FORSTA_AR = 2000
AR_FRAM = 3
"""Facts older or further ahead than these years count weekends as the only free days."""


def in_force(today: date) -> dict:
    """Parameter code -> value on `today`; one query."""
    satta = dict(Parameter.objects.giltiga(today).filter(kod__in=STANDARD).values_list("kod", "varde"))
    return {**STANDARD, **satta}


def arguments(today: date) -> dict:
    """What the SQL of the rules names."""
    return {**in_force(today), "today": today, "lediga": free_weekdays(FORSTA_AR, today.year + AR_FRAM)}
