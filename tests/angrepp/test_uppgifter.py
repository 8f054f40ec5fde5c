"""A message in the queue written by somebody else: it names a task and ids, and nothing of who asks."""

import inspect

import pytest
from django.db import connection

from cases.sekretess.identitet import som_system
from config.celery import app
from uppfoljning.models import Rapport

pytestmark = pytest.mark.django_db


def own_tasks() -> dict:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_a_message_is_json_and_never_code():
    assert set(app.conf.accept_content) == {"json"}
    assert app.conf.task_serializer == "json"


def test_no_task_takes_anything_but_ids_and_none_takes_an_identity():
    for name, task in own_tasks().items():
        parameters = inspect.signature(task.run).parameters.values()
        assert {p.annotation for p in parameters} <= {int}, name
        assert not {p.name for p in parameters} & {"user", "user_id", "syfte", "by", "anvandare", "namnd"}, name


def test_a_task_that_is_not_ours_is_unknown():
    for name in ("os.system", "cases.sekretess.identitet.som_anvandare", "uppfoljning.rapporter.framstallning.make"):
        assert name not in own_tasks()


@pytest.mark.parametrize("syfte", ["", "allt", "statistik'; SET ROLE jobbakten_owner; --", None, "uppfoljning "])
def test_a_purpose_that_is_not_known_opens_nothing(syfte):
    with pytest.raises(Exception, match=r"syfte|kräver"), som_system(syfte):
        pass


@pytest.mark.parametrize("pk", ["1 OR 1=1", None, [], {"pk": 1}, -1, 10**30, "9" * 50])
def test_arguments_of_the_wrong_kind_make_and_show_nothing(stad, pk):
    task = own_tasks()["uppfoljning.rapport_tasks.make_rapport"]
    done = task.apply(args=[pk])
    assert done.failed() or done.result is None
    assert not Rapport.objects.exists()


@pytest.mark.parametrize("extra", [{"user_id": 1}, {"syfte": "uppfoljning"}, {"now": "2020-01-01"}])
def test_a_message_with_more_than_the_task_takes_fails(stad, extra):
    for task in own_tasks().values():
        required = [1 for p in inspect.signature(task.run).parameters.values()]
        assert task.apply(args=required, kwargs=extra).failed()


def test_who_asks_written_in_the_messages_headers_is_nobody(stad):
    stad.aspirant()

    @app.task(name="celery.prov", shared=False)
    def prov():
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.anvandare(), app.syfte(), (SELECT count(*) FROM cases_aspirant)")
            return cursor.fetchone()

    try:
        forged = {"anvandare": stad.sara.pk, "user_id": stad.sara.pk, "syfte": "statistik", "app.anvandare": "1"}
        assert prov.apply(headers=forged).get() == (None, "", 0)
    finally:
        app.tasks.pop("celery.prov")


def test_after_a_task_the_connection_is_nobody(stad):
    stad.aspirant()
    for task in own_tasks().values():
        task.apply(args=[1 for p in inspect.signature(task.run).parameters.values()])
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.anvandare() IS NULL AND app.syfte() = '', (SELECT count(*) FROM cases_aspirant)")
            assert cursor.fetchone() == (True, 0)
