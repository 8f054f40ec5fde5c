"""The private PostgreSQL and Redis under var/: where they are, starting and stopping them.

`python -m config.services start | stop | wipe`; make services and make stop call it. `urls()` tells settings where
they listen.
"""

import contextlib
import fcntl
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from config.private.accounts import service_account
from config.private.children import uninterrupted
from config.private.messages import Trouble, complain, say
from config.private.places import Places
from config.private.postgres import PrivatePostgres
from config.private.processes import is_alive
from config.private.redis import PrivateRedis

ROOT = Path(__file__).resolve().parent.parent


def urls(root: Path = ROOT) -> dict[str, str]:
    """Addresses of the private servers: the application's login, the owner's login, and Celery's broker."""
    run = Places(root).run
    return {
        "database": f"postgresql://jobbakten_app@/jobbakten?host={run}",
        "database_owner": f"postgresql://jobbakten_owner@/jobbakten?host={run}",
        "redis": f"redis+socket://{run}/redis.sock",
    }


def start(root: Path = ROOT) -> None:
    """Start both unless they run already. Safe to call from several commands at once."""
    places = _settled(root)
    account = service_account(places.pg)
    with _alone(places):
        PrivatePostgres(places, account).start()
        PrivateRedis(places, account).start()


def stop(root: Path = ROOT) -> None:
    """Stop both, whoever started them."""
    places = Places(root)
    if not places.run.exists():
        return
    account = service_account(places.pg)
    with _alone(places):
        _kept_mark(places).unlink(missing_ok=True)
        PrivateRedis(places, account).stop()
        PrivatePostgres(places, account).stop()


def wipe(root: Path = ROOT) -> None:
    """Stop both and remove all that the demo has written; what other commands left in var/ stays."""
    stop(root)
    places = Places(root)
    places.wipe()
    shutil.rmtree(places.var / "static", ignore_errors=True)
    for name in ("secret_key", "static.stamp"):
        (places.var / name).unlink(missing_ok=True)


def keep(root: Path = ROOT) -> None:
    """Start both and let them run until `stop`: the commands that borrow them leave them on."""
    start(root)
    places = Places(root)
    _kept_mark(places).write_text(_birth(places))


@contextlib.contextmanager
def borrowed(root: Path = ROOT) -> Iterator[None]:
    """Both run inside the block. The last borrower stops them, unless `keep` started them to stay."""
    places = _settled(root)
    with _borrowers(places) as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            start(root)
            yield
        finally:
            with uninterrupted():
                if _is_last(lock) and not _is_kept(places):
                    stop(root)


def are_borrowed(root: Path = ROOT) -> bool:
    """Whether a running command needs them now. The kernel frees the lock of one that was killed."""
    places = Places(root)
    if not places.run.exists():
        return False
    with _borrowers(places) as lock:
        return not _is_last(lock)


def silent_servers(root: Path = ROOT) -> list[str]:
    """Which of the two have stopped by themselves."""
    places = Places(root)
    pid_files = {"PostgreSQL": places.pg / "postmaster.pid", "Redis": places.run / "redis.pid"}
    return [name for name, path in pid_files.items() if not _is_running(path)]


def _is_running(pid_file: Path) -> bool:
    try:
        return is_alive(int(pid_file.read_text().split()[0]))
    except (OSError, ValueError, IndexError):
        return False


def _settled(root: Path) -> Places:
    places = Places(root)
    places.settle(service_account(places.pg))
    return places


def _borrowers(places: Places) -> IO:
    return _lock_file(places, "borrowers.lock")


def _lock_file(places: Places, name: str) -> IO:
    path = places.run / name
    lock = path.open("w")
    service_account(places.pg).adopt(path)
    return lock


def _is_last(lock: IO) -> bool:
    """Whether nobody else holds it; then we hold it alone, and a newcomer waits until we let go."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _alone(places: Places) -> Iterator[None]:
    with _lock_file(places, "start.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _kept_mark(places: Places) -> Path:
    return places.run / "kept"


def _is_kept(places: Places) -> bool:
    """Whether `keep` started the very server that runs now; a mark from before a restart says nothing."""
    mark = _kept_mark(places)
    return mark.exists() and mark.read_text() == _birth(places)


def _birth(places: Places) -> str:
    """Process id and start time of the running PostgreSQL."""
    lines = (places.pg / "postmaster.pid").read_text().splitlines()
    return f"{lines[0]} {lines[2]}"


def main(arguments: list[str]) -> int:
    commands = {"start": _start_command, "stop": _stop_command, "wipe": _wipe_command}
    if len(arguments) != 1 or arguments[0] not in commands:
        complain(f"usage: python -m config.services {' | '.join(commands)}")
        return 2
    try:
        commands[arguments[0]]()
    except (Trouble, PermissionError) as trouble:
        complain(str(trouble))
        return 1
    return 0


def _start_command() -> None:
    keep()
    say(f"PostgreSQL and Redis listen in {Places(ROOT).run}; `make stop` stops them")


def _stop_command() -> None:
    _refuse_if_borrowed()
    stop()
    say("PostgreSQL and Redis are stopped")


def _wipe_command() -> None:
    _refuse_if_borrowed()
    wipe()
    say("the demo's data are removed; `make demo` makes new ones")


def _refuse_if_borrowed() -> None:
    if are_borrowed():
        raise Trouble("`make demo` or `make test` is using the services in this directory; end it first")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
