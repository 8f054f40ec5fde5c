"""The private PostgreSQL: own data directory, own socket, no port, two roles for the product."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from config.private.accounts import Account, login_names
from config.private.messages import Trouble, say
from config.private.places import Places
from config.private.processes import end, living_in, wait_until

OLDEST = 15
ROLES = ("postgres", "jobbakten_owner", "jobbakten_app")
# Written last when a cluster is made, so that one made half-way is known and made anew.
READY = "jobbakten.ready"
INITDB = [
    *("--username=postgres", "--auth-local=peer", "--auth-host=reject"),
    *("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=sv-SE"),
]
CONFIGURATION = """\
listen_addresses = ''
port = 5432
unix_socket_directories = '{run}'
unix_socket_permissions = 0700
hba_file = '{pg}/jobbakten.hba'
ident_file = '{pg}/jobbakten.ident'
max_connections = 200
shared_buffers = 256MB
default_text_search_config = 'pg_catalog.swedish'
timezone = 'Europe/Stockholm'
log_timezone = 'Europe/Stockholm'
log_min_duration_statement = -1
# No persons in the server's log: neither statements with their values nor what an error quotes of a row
log_statement = none
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""
IN_EACH_DATABASE = Path(__file__).with_name("database.sql")
# GRANT app TO owner serves the tests, which read as the application on the owner's connection.
ROLES_SQL = """\
CREATE ROLE jobbakten_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS;
CREATE ROLE jobbakten_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
GRANT jobbakten_app TO jobbakten_owner;
"""


class PrivatePostgres:
    def __init__(self, places: Places, account: Account):
        self.places = places
        self.account = account

    def start(self) -> bool:
        """Start it unless it answers, making the cluster when there is none; True when it was started."""
        if self._is_ready() and wait_until(lambda: not self._is_starting(), 120) and self.answers():
            return False
        self._clear_leftovers()
        if not self._is_ready():
            self._create()
        else:
            self._launch()
        return True

    def stop(self) -> None:
        """Stop it, also when pg_ctl cannot; nothing is left that lives in the data directory."""
        if self.answers():
            self._pg_ctl("stop", "--mode=fast", "--timeout=30", check=False)
        self._clear_leftovers()

    def answers(self) -> bool:
        return self._isready_code() == 0

    def _is_starting(self) -> bool:
        return self._isready_code() == 1

    def _isready_code(self) -> int:
        return self._run("pg_isready", "--quiet", f"--host={self.places.run}", check=False).returncode

    def _is_ready(self) -> bool:
        return (self.places.pg / READY).exists()

    def _create(self) -> None:
        say("making a private PostgreSQL under var/")
        _empty(self.places.pg)
        self._run("initdb", f"--pgdata={self.places.pg}", *INITDB)
        with (self.places.pg / "postgresql.conf").open("a") as settings:
            settings.write("include = 'jobbakten.conf'\n")
        self._launch()
        self._sql("postgres", ROLES_SQL)
        self._sql("template1", IN_EACH_DATABASE.read_text())
        self._sql("postgres", "CREATE DATABASE jobbakten OWNER jobbakten_owner;")
        (self.places.pg / READY).write_text("1\n")

    def _launch(self) -> None:
        self._write("jobbakten.conf", configuration(self.places))
        self._write("jobbakten.hba", "local all all peer map=jobbakten\n")
        self._write("jobbakten.ident", ident(login_names(self.account)))
        self._pg_ctl("start", f"--log={self.places.log / 'postgres.log'}", "--timeout=120")

    def _write(self, name: str, text: str) -> None:
        path = self.places.pg / name
        path.write_text(text)
        self.account.adopt(path)

    def _clear_leftovers(self) -> None:
        """After a kill the pid file lies, an orphan backend may hold the shared memory, and the sockets remain."""
        end(living_in(self.places.pg, self.account), gently=signal.SIGINT, patience=5)
        for path in (self.places.pg / "postmaster.pid", self.places.pg_socket, Path(f"{self.places.pg_socket}.lock")):
            path.unlink(missing_ok=True)

    def _pg_ctl(self, *arguments: str, check: bool = True) -> None:
        self._run("pg_ctl", "--wait", "--silent", f"--pgdata={self.places.pg}", *arguments, check=check)

    def _sql(self, database: str, statements: str) -> None:
        options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--username=postgres"]
        self._run("psql", *options, f"--host={self.places.run}", f"--dbname={database}", "--command", statements)

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [str(binaries(self.places.pg) / program), *arguments],
            cwd=self.places.run,  # the account may be refused where we stand
            env=_environment(),
            capture_output=not _keeps_running(program, arguments),
            stdin=subprocess.DEVNULL,
            text=True,
            **self.account.process_options(),
        )
        if check and done.returncode:
            detail = "\n".join(filter(None, (done.stdout, done.stderr)))
            raise Trouble(f"{program} failed; {self.places.log / 'postgres.log'} may say why\n{detail}")
        return done


def configuration(places: Places) -> str:
    return CONFIGURATION.format(run=_quoted(places.run), pg=_quoted(places.pg))


def ident(names: list[str]) -> str:
    """The map from operating-system accounts to roles, for pg_ident.conf."""
    return "".join(f'jobbakten "{name}" {role}\n' for name in names for role in ROLES)


def binaries(data: Path) -> Path:
    """The programs that made `data`, or the newest installed. PostgreSQL never opens another major version's files."""
    installed = installed_versions()
    made_by = data / "PG_VERSION"
    wanted = int(made_by.read_text()) if (data / READY).exists() else max(installed, default=0)
    if wanted not in installed:
        raise Trouble(f"{data} needs PostgreSQL {wanted or OLDEST}, which is not installed")
    return installed[wanted]


def installed_versions() -> dict[int, Path]:
    """Usable major versions and where their programs are: Debian's places, then what PATH has."""
    found = {}
    on_path = shutil.which("initdb")
    if on_path and (version := _version_of(Path(on_path))) >= OLDEST:
        found[version] = Path(on_path).parent
    for initdb in Path("/usr/lib/postgresql").glob("*/bin/initdb"):
        name = initdb.parts[-3]
        if name.isdigit() and int(name) >= OLDEST:
            found[int(name)] = initdb.parent
    return found


def _version_of(initdb: Path) -> int:
    said = subprocess.run([str(initdb), "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+", said)
    return int(number[0]) if number else 0


def _keeps_running(program: str, arguments: tuple[str, ...]) -> bool:
    """Whether a server comes out of it, which would hold captured pipes open for ever."""
    return program == "pg_ctl" and "start" in arguments


def _environment() -> dict[str, str]:
    """Ours without PGHOST, PGPORT and the like, which would send us to somebody else's server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C.UTF-8"}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _empty(directory: Path) -> None:
    for path in directory.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
