"""The whole product for a browser: a database of its own, gunicorn and a Celery worker with the application's login.

Used by the browser tests and by `make screenshots`. Everything it starts ends with it.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from config.services import ROOT, urls
from tests.mall import create, environment, seeded, server

BIN = Path(sys.executable).parent
PATIENCE = 60


@dataclass(frozen=True)
class Product:
    """A running product: where it answers, and how its commands are run."""

    url: str
    env: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command against this product's database; raises with its output when it fails."""
        done = subprocess.run(
            [BIN / "python", "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise AssertionError(f"manage.py {arguments[0]}: {done.stdout}{done.stderr}")
        return done.stdout


@contextmanager
def running(persons: int) -> Iterator[Product]:
    """Start the product with demo data for `persons` persons, and end all of it afterwards."""
    name = f"e2e_{os.getpid()}"
    with _database(name, seeded(persons)):
        product = Product(f"http://127.0.0.1:{_free_port()}", _environment(name))
        log = ROOT / "var" / f"{name}.log"
        with log.open("w") as output, _children(product, output):
            _wait_until_it_answers(product, log)
            yield product


def _environment(name: str) -> dict[str, str]:
    return {
        **environment(name),
        "REDIS_URL": f"{urls(ROOT)['redis']}?virtual_host={1 + os.getpid() % 15}",
        "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
        "DEMO": "1",
        "DEBUG": "1",
        "SECRET_KEY": "only-for-browser-tests",
    }


@contextmanager
def _database(name: str, template: str) -> Iterator[None]:
    with server() as connection:
        _drop(connection, name)
        create(connection, name, template)
        try:
            yield
        finally:
            _drop(connection, name)


def _drop(connection: psycopg.Connection, name: str, patience: int = 20) -> None:
    """The server's own vacuum may be in it, which only a superuser can send away: it is waited for."""
    try:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    except psycopg.errors.InsufficientPrivilege:
        if not patience:
            raise
        time.sleep(0.5)
        _drop(connection, name, patience - 1)


@contextmanager
def _children(product: Product, output) -> Iterator[None]:
    port = product.url.rsplit(":", 1)[1]
    commands = [
        ["gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "6"],
        ["celery", "--app", "config", "worker", "--pool", "solo", "--loglevel", "WARNING"],
    ]
    children = [
        subprocess.Popen([BIN / name, *rest], cwd=ROOT, env=product.env, stdout=output, stderr=output)
        for name, *rest in commands
    ]
    try:
        yield
    finally:
        for child in children:
            child.terminate()
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(10)
            child.kill()
            child.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(product: Product, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(urllib.error.URLError, OSError):  # also a time-out on a machine that has much to do
            urllib.request.urlopen(f"{product.url}/halsa/", timeout=5).close()
            return
        time.sleep(0.2)
    raise AssertionError(f"the product did not answer within {PATIENCE} s: {log.read_text()[-2000:]}")
