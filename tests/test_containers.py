"""Dockerfile and docker-compose.yml say nothing that the code does not know. No engine is needed for that."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from celery.bin.celery import celery
from django.conf import settings
from django.core.management import get_commands
from gunicorn.config import Config

from config import healthcheck, services
from config.private import packages, postgres
from config.private.places import Places

from .yaml_subset import read

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = read(TEXT)
SERVICES = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service.get("build") == "."]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def _arguments(service: dict) -> list[str]:
    """The words of the container's command, the image's own when the service has none."""
    words = shlex.split(service["command"]) if "command" in service else json.loads(_image_command())
    return [re.sub(r"\$\{\w+:-(\w+)\}", r"\1", word) for word in words]


def _image_command() -> str:
    return re.search(r"^CMD (\[.*?\])$", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)[1]


def _check_celery(words: list[str]) -> None:
    _, rest, _ = celery.make_parser(click.Context(celery)).parse_args(words)
    command = celery.commands[rest[0]]
    command.make_parser(click.Context(command)).parse_args(rest[1:])


def test_web_worker_beat_and_migrate_are_ours():
    assert OURS == ["web", "worker", "beat", "migrate"]


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_one_that_the_product_has(name):
    program, *words = _arguments(SERVICES[name])
    if program == "gunicorn":
        assert Config().parser().parse_args(words).args == [
            settings.WSGI_APPLICATION.replace(".application", ":application")
        ]
    elif program == "celery":
        _check_celery(words)
    else:
        assert (program, words[0]) == ("python", "manage.py")
        assert words[1] in get_commands()


def test_the_workers_health_check_is_a_command_that_celery_has():
    _check_celery(shlex.split(SERVICES["worker"]["healthcheck"]["test"])[1:])


@pytest.mark.parametrize("name", OURS)
def test_every_environment_name_is_read_by_settings(name):
    code = (ROOT / "config" / "settings.py").read_text()
    unread = [variable for variable in SERVICES[name]["environment"] if f'"{variable}"' not in code]
    assert unread == []


@pytest.mark.parametrize("name", OURS)
def test_production_is_neither_demo_nor_debug(name):
    assert not {"DEMO", "DEBUG"} & set(SERVICES[name]["environment"])


def test_nothing_starts_on_a_secret_that_nobody_chose():
    secrets = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET)\w*|ALLOWED_HOSTS|CSRF_TRUSTED_ORIGINS)([^}]*)\}", TEXT)
    assert {name for name, _ in secrets} >= {"SECRET_KEY", "APP_DB_PASSWORD", "OWNER_DB_PASSWORD", "REDIS_PASSWORD"}
    assert [name for name, rest in secrets if not rest.startswith(":?")] == []
    assert not re.search(r"PASSWORD: (?!\$\{)", TEXT)


def test_only_migrate_holds_the_owners_password():
    holders = [name for name in OURS if "jobbakten_owner" in str(SERVICES[name])]
    assert holders == ["migrate"]


def test_every_mounted_file_exists_and_every_volume_is_declared():
    mounts = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    files = [mount for mount in mounts if mount.startswith(".")]
    assert files
    assert all((ROOT / file).is_file() for file in files)
    assert set(mounts) - set(files) == set(COMPOSE["volumes"])


def test_a_service_waits_for_services_that_exist_and_can_become_healthy():
    awaited = [pair for service in SERVICES.values() for pair in service.get("depends_on", {}).items()]
    assert {name for name, _ in awaited} == {"postgres", "redis", "migrate"}
    for name, how in awaited:
        finishes = how["condition"] == "service_completed_successfully"
        assert SERVICES[name].get("restart") == "no" if finishes else "test" in SERVICES[name]["healthcheck"]


def test_databases_are_not_published():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]


def test_postgresql_sorts_as_in_development():
    options = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert set(options) <= set(postgres.INITDB)
    assert {"--icu-locale=sv-SE", "--encoding=UTF8"} <= set(options)


def test_the_roles_bypass_nothing_and_the_application_is_no_member_of_the_owner():
    script = (ROOT / "config" / "compose" / "10-roles.sh").read_text()
    roles = re.findall(r"CREATE ROLE (\w+) (.*?) PASSWORD", script)
    assert [name for name, _ in roles] == ["jobbakten_owner", "jobbakten_app"]
    assert all({"NOSUPERUSER", "NOBYPASSRLS"} <= set(options.split()) for _, options in roles)
    assert "GRANT jobbakten" not in script


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A cluster as the PostgreSQL image leaves it before our scripts: a superuser and an empty database."""
    root = tmp_path_factory.mktemp("volume")
    services.start(root)
    for statement in (
        "DROP DATABASE jobbakten",
        "CREATE DATABASE jobbakten TEMPLATE template0",
        "\\connect template1\nDROP OWNED BY jobbakten_owner, jobbakten_app",
        "DROP ROLE jobbakten_owner, jobbakten_app",
    ):
        _psql(root, "postgres", "postgres", statement)
    yield root
    services.wipe(root)


def test_the_scripts_of_the_image_make_a_database_that_migrate_can_use(volume):
    passwords = {"OWNER_DB_PASSWORD": "o'wner", "APP_DB_PASSWORD": "app"}
    image = {"POSTGRES_USER": "postgres", "POSTGRES_DB": "jobbakten", "PGHOST": str(Places(volume).run)}
    script = ROOT / "config" / "compose" / "10-roles.sh"
    subprocess.run(["bash", str(script)], env=dict(os.environ) | image | passwords, check=True)
    _psql(volume, "postgres", "jobbakten", postgres.IN_EACH_DATABASE.read_text())
    _psql(volume, "jobbakten_owner", "jobbakten", "CREATE TABLE made_by_owner (n int)")
    assert _psql(volume, "jobbakten_app", "jobbakten", "SELECT has_table_privilege('made_by_owner', 'SELECT')") == "f"


def _psql(root: Path, role: str, database: str, statements: str) -> str:
    program = postgres.binaries(Places(root).pg) / "psql"
    options = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", str(Places(root).run), "-U", role, "-d", database]
    done = subprocess.run([str(program), *options], input=statements, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_the_image_has_the_libraries_and_fonts_that_the_set_up_installs():
    installed = re.search(r"--no-install-recommends \\\n(.*?)\\\n", DOCKERFILE, re.DOTALL)[1].split()
    wanted = [name for name in packages.TO_RUN if name.startswith(("lib", "fonts"))]
    assert sorted(installed) == sorted(wanted)


def test_the_image_is_built_from_pinned_hashes_and_runs_without_root():
    assert "--require-hashes" in DOCKERFILE
    assert re.search(r"^USER jobbakten$", DOCKERFILE, re.MULTILINE)


def test_the_image_leaves_out_nothing_that_it_needs():
    ignored = (ROOT / ".dockerignore").read_text().split()
    needed = {"config", "cases", "jobbplaner", "insatser", "uppfoljning", "templates", "static", "docs"}
    assert not needed & set(ignored)
    assert {".git", ".env", "var", ".venv"} <= set(ignored)


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("jobbakten.example.se,x.se", "jobbakten.example.se"),
        (".example.se", "example.se"),
        ("*", "localhost"),
        ("", "localhost"),
    ],
)
def test_the_health_check_asks_under_a_name_that_is_let_in(allowed, host):
    assert healthcheck.accepted_host(allowed) == host
