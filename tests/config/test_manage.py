"""manage.py when there is nothing to speak with."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from manage import NO_DATABASE, NO_QUEUE, never_connected

ROOT = Path(__file__).resolve().parent.parent.parent


def manage(*arguments, url, **env):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"DATABASE_URL": url, "SECRET_KEY": "x", "DEBUG": "1", "PATH": "/usr/bin", **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "url", ["postgresql://jobbakten_app:x@127.0.0.1:1/jobbakten", "postgresql://jobbakten_app@/x?host=/nowhere"]
)
def test_without_a_database_one_line_says_what_to_do(url):
    done = manage("show_access", "--user", "carl", url=url)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", NO_DATABASE + "\n")


def test_without_redis_one_line_says_what_to_do():
    """Nothing listens on port 1; asking again would only take longer."""
    order = (
        "from uppfoljning.rapport_tasks import make_rapport as m;"
        "m.app.conf.broker_transport_options = {'max_retries': 1, 'interval_start': 0, 'interval_step': 0};"
        "m.apply_async((1,), retry=False)"
    )
    url = "postgresql://jobbakten_app:x@127.0.0.1:1/jobbakten"
    done = manage("shell", "--no-imports", "-c", order, url=url, REDIS_URL="redis://127.0.0.1:1/0")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", NO_QUEUE + "\n")


def test_the_traceback_is_there_for_those_who_ask():
    done = manage(
        "show_access", "--user", "carl", "--traceback", url="postgresql://jobbakten_app:x@127.0.0.1:1/jobbakten"
    )
    assert done.returncode == 1
    assert "Traceback" in done.stderr


@pytest.mark.django_db
def test_what_a_server_refuses_is_another_matter():
    with pytest.raises(OperationalError) as refused, connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 1; SELECT pg_sleep(1)")
    assert not never_connected(refused.value)
