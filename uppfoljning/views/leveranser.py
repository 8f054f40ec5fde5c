"""Uppföljning: which deliveries of the register are in, and how many checkpoints they answer."""

from datetime import date

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import perms
from cases.models import Parameter
from config.dates import add_months, month_start
from uppfoljning.checkpointlage import checkpointlage
from uppfoljning.perms import can_read_leveranser, enheter_for_siffror
from uppfoljning.registerlage import MONTHS_SHOWN, registerlage


@require_safe
@perms.requires(can_read_leveranser)
def leverans_list(request):
    """Months by districts, and checkpoints per month. `?till=ÅÅÅÅ-MM` goes back in time."""
    today = request.today
    till = _last_month(request.GET.get("till", ""), today)
    enheter = enheter_for_siffror(request.user, today)
    under = Parameter.objects.varde("dolj_under", today) or 0
    context = {
        "lage": registerlage(till=till, today=today),
        "checkpoints": checkpointlage(today=today, enheter=enheter, dolj_under=under),
        "omfang": ", ".join(map(str, enheter)) if enheter is not None else "Alla enheter",
        "dolj_under": under,
        "tidigare": add_months(till, -MONTHS_SHOWN),
        "senare": min(add_months(till, MONTHS_SHOWN), month_start(today)) if till < month_start(today) else None,
    }
    return render(request, "uppfoljning/leverans_list.html", context)


def _last_month(text: str, today: date) -> date:
    """What the address says, or this month when it says no month that has begun."""
    try:
        return min(date.fromisoformat(f"{text}-01"), month_start(today))
    except ValueError:
        return month_start(today)
