"""Celery: the app, and the schedule in code."""

import os

from celery import Celery, Task
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

LARGEST_ID = 2**63 - 1


class MessageRefusedError(Exception):
    """A message with anything but ids; what it held is not repeated, neither to a query nor to a log."""


class Uppgift(Task):
    """Takes ids and nothing else, whoever wrote the message."""

    def __call__(self, *args, **kwargs):
        if kwargs or not all(type(arg) is int and 0 <= arg <= LARGEST_ID for arg in args):
            raise MessageRefusedError(f"{self.name} tar bara id:n")
        return super().__call__(*args)


app = Celery("jobbakten", task_cls=Uppgift)
# For every thread: the web's threads send tasks too
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="rapport_tasks")
app.conf.beat_schedule = {
    "lasningslogg-varje-natt": {
        "task": "cases.tasks.make_log_months",
        "schedule": crontab(hour=1, minute=15),
    },
    "uppfoljning-varje-natt": {
        "task": "uppfoljning.tasks.run_uppfoljning_nightly",
        "schedule": crontab(hour=2, minute=30),
    },
    # Before the bevakningar of the day: a remiss that has ended is none
    "remisser-varje-natt": {
        "task": "cases.tasks.remind_of_remisser_nightly",
        "schedule": crontab(hour=0, minute=5),
    },
    # Once the day is new, and again when the checkpoints of the night have been found
    "bevakningar-varje-natt": {
        "task": "uppfoljning.tasks.refresh_bevakningar_nightly",
        "schedule": crontab(hour="0,3", minute=10),
    },
    # When the night has computed what is due: what is wrong then is wrong
    "avslutskontroll-varje-natt": {
        "task": "uppfoljning.tasks.check_avslut_nightly",
        "schedule": crontab(hour=3, minute=40),
    },
    # Working days alone (the service knows which). Who has had one gets no second, so a server that was silent at first
    # is tried again
    "sammandrag-varje-morgon": {
        "task": "uppfoljning.tasks.send_sammandrag_mornings",
        "schedule": crontab(hour="6,7,8", minute=40),
    },
    "rapporter-varje-minut": {
        "task": "uppfoljning.rapport_tasks.resume_rapporter",
        "schedule": crontab(),
    },
}
