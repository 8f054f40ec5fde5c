"""Databases that others are copied from: migrating and seeding happen once, a copy takes half a second.

`migrated()` is what every process's test database begins as, `seeded()` what a browser test's product begins as. The
names carry a fingerprint of what they are made from, so that a change makes new ones and the old are dropped.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import strftime

import psycopg

from config.database import OWNER_ROLE
from config.services import ROOT, urls

SCHEMA = ("*/migrations/*.py", "cases/sekretess/*")
EVERYTHING = ("config/**/*.py", "cases/**/*", "jobbplaner/**/*", "insatser/**/*", "uppfoljning/**/*", "templates/**/*")


def migrated() -> str:
    """Name of an empty database with every migration run."""
    name = f"mall_{_fingerprint(SCHEMA)}"
    return _ready(name, "mall_", lambda: _manage(name, "migrate", "--verbosity", "0"))


def seeded(persons: int) -> str:
    """Name of a database with demo data for so many persons, as of today."""
    name = f"demomall_{persons}_{strftime('%y%m%d')}_{_fingerprint(EVERYTHING)}"
    return _ready(name, "demomall_", lambda: _manage(name, "seed_demo", "--persons", str(persons)), migrated)


def create(connection: psycopg.Connection, name: str, template: str) -> None:
    connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER_ROLE} TEMPLATE "{template}"')
    connection.execute(f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC')  # a copy does not bring it along


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    """The owner's connection to the private server, in no database of the product."""
    address = urls(ROOT)["database_owner"].replace("/jobbakten?", "/postgres?")
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


def environment(database: str) -> dict[str, str]:
    """The application's environment against a database of the private server."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("PYTEST")},
        "DATABASE_URL": urls(ROOT)["database"].replace("/jobbakten?", f"/{database}?"),
    }


def _ready(name: str, prefix: str, fill: Callable[[], None], template: Callable[[], str] = lambda: "template1") -> str:
    """The database, filled under this name only when it is whole; others of its kind are dropped."""
    base = template()
    with _alone(prefix), server() as connection:
        marked = "SELECT datname, shobj_description(oid, 'pg_database') = 'hel' FROM pg_database WHERE datname ~ %s"
        there = dict(connection.execute(marked, [f"^{prefix}"]).fetchall())
        if there.pop(name, None):
            return name
        for old in there:
            connection.execute(f'DROP DATABASE IF EXISTS "{old}"')
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        create(connection, name, base)
        fill()
        connection.execute(f"COMMENT ON DATABASE \"{name}\" IS 'hel'")
    return name


@contextmanager
def _alone(prefix: str) -> Iterator[None]:
    with (ROOT / "var" / f"{prefix}lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _manage(database: str, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    env = environment(database) | {"DEMO": "1", "SECRET_KEY": "only-for-tests"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")


def _fingerprint(patterns: tuple[str, ...]) -> str:
    found = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if _counts(path)})
    digest = hashlib.sha256()
    for path in found:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts
