"""Celery: the app, and the schedule in code."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("jobbakten")
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
