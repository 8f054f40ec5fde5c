"""`make demo`: the whole product on this machine, with demo data, until Ctrl-C.

Started are the private servers, web, worker and beat; whatever way this process ends, none of the last three survives
it, and every way but SIGKILL stops the servers too.
"""

import contextlib
import fcntl
import hashlib
import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from config.private.children import end_with_parent, private_environment, raise_on_signals, spawn, uninterrupted
from config.private.messages import Trouble, complain, say
from config.private.places import Places
from config.private.processes import end_group, ended_if_interrupted, wait_until
from config.services import ROOT, borrowed, silent_servers

BIN = Path(sys.executable).parent
HOST = "127.0.0.1"
FIRST_ANSWER_SECONDS = 90
STOP_SECONDS = 5
# The login page shows the same ones, and says what each may do
ACCOUNTS = ("sara", "hanna", "stina", "carl", "vera", "eva", "nina", "rut", "sven")
GREETING = """ready

    {url}
    log in as {accounts}; the password is demo for all

Ctrl-C stops everything. Logs are in var/log."""


def programs(port: int, run: Path) -> dict[str, list[str]]:
    """The children in the order they start; they stop in the same order, so that none feeds one that is gone."""
    celery = [str(BIN / "celery"), "--app", "config", "--skip-checks"]
    return {
        "web": [
            *(str(BIN / "gunicorn"), "config.wsgi:application", "--bind", f"{HOST}:{port}"),
            *("--workers", "2", "--threads", "4", "--graceful-timeout", str(STOP_SECONDS), "--access-logfile", "-"),
            *("--limit-request-line", "8190"),
        ],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(run / "beat-schedule")],
        "worker": [
            *celery,
            "worker",
            "--loglevel",
            "INFO",
            "--concurrency",
            "2",
            "--without-gossip",
            "--without-mingle",
        ],
    }


def run_demo(port: int) -> None:
    """Everything, from servers to the address on the screen; returns never, raises when something ends."""
    refuse_taken_port(port)
    with borrowed(), _only_demo_here():
        env = private_environment({"DEMO": "1", "DEBUG": "0", "SECRET_KEY": secret_key(ROOT / "var" / "secret_key")})
        _prepare(env)
        with _children(programs(port, Places(ROOT).run), env) as children:
            _wait_for_answer(port, children)
            say(GREETING.format(url=f"http://{HOST}:{port}", accounts=", ".join(ACCOUNTS)))
            _watch(children)


def refuse_taken_port(port: int) -> None:
    if is_free(port):
        return
    other = next((number for number in range(port + 1, port + 100) if is_free(number)), "<another>")
    raise Trouble(f"port {port} is in use; choose another: make demo PORT={other}")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def secret_key(path: Path) -> str:
    """The demo's own key, made once, so that a restart logs nobody out."""
    if not path.exists() or not path.read_text().strip():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def static_stamp(root: Path) -> str:
    """Changes when a static file or a package that brings some does."""
    places = [top for top in root.iterdir() if top.is_dir() and top.name[0] != "." and top.name != "var"]
    static = [found for top in places for found in ([top] if top.name == "static" else top.rglob("static"))]
    files = sorted(path for place in static for path in place.rglob("*"))
    seen = [f"{path} {path.stat().st_mtime_ns}" for path in files]
    seen.append((root / "requirements-dev.txt").read_text())
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def _prepare(env: dict[str, str]) -> None:
    with _collected_static(env):
        _manage(env, "migrate", "--verbosity", "0")
        _manage(env, "seed_demo", "--if-empty")
        # Data of an earlier version has no bevakningar until somebody computes them
        _manage(env, "refresh_bevakningar")


@contextlib.contextmanager
def _collected_static(env: dict[str, str]) -> Iterator[None]:
    """Collect static files beside what the block does: both take their time, and they share nothing."""
    mark, wanted = ROOT / "var" / "static.stamp", static_stamp(ROOT)
    if (ROOT / "var" / "static").exists() and mark.exists() and mark.read_text() == wanted:
        yield
        return
    mark.unlink(missing_ok=True)
    command = [str(BIN / "python"), "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    collecting = spawn(command, cwd=ROOT, env=env)
    with ended_if_interrupted(collecting):
        yield
        _refuse_failure("collectstatic", collecting.wait())
    mark.write_text(wanted)


def _manage(env: dict[str, str], *arguments: str) -> None:
    child = spawn([str(BIN / "python"), "manage.py", *arguments], cwd=ROOT, env=env)
    with ended_if_interrupted(child):
        _refuse_failure(arguments[0], child.wait())


def _refuse_failure(command: str, code: int) -> None:
    if code:
        raise Trouble(f"manage.py {command} failed; its own words are above")


@contextlib.contextmanager
def _children(commands: dict[str, list[str]], env: dict[str, str]) -> Iterator[dict[str, subprocess.Popen]]:
    children: dict[str, subprocess.Popen] = {}
    try:
        for name, command in commands.items():
            with _log(name).open("w") as log:
                children[name] = spawn(command, cwd=ROOT, env=env, output=log)
        yield children
    finally:
        with uninterrupted():
            say("stopping")
            for child in children.values():
                end_group(child, STOP_SECONDS)


def _wait_for_answer(port: int, children: dict[str, subprocess.Popen]) -> None:
    def answers_or_died() -> bool:
        return _answers(port) or _dead(children) is not None

    if not wait_until(answers_or_died, FIRST_ANSWER_SECONDS):
        raise Trouble(f"no answer after {FIRST_ANSWER_SECONDS} s\n{_tail('web')}")
    _refuse_dead(children)


def _watch(children: dict[str, subprocess.Popen]) -> None:
    while True:
        time.sleep(1)
        _refuse_dead(children)
        if silent := silent_servers():
            raise Trouble(f"{' and '.join(silent)} stopped; logs are in var/log")


def _refuse_dead(children: dict[str, subprocess.Popen]) -> None:
    name = _dead(children)
    if name:
        raise Trouble(f"{name} stopped with exit code {children[name].returncode}\n{_tail(name)}")


def _dead(children: dict[str, subprocess.Popen]) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


@contextlib.contextmanager
def _only_demo_here() -> Iterator[None]:
    with (Places(ROOT).run / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble("`make demo` is running in this directory already") from None
        yield


def _log(name: str) -> Path:
    return Places(ROOT).log / f"{name}.log"


def _tail(name: str) -> str:
    lines = _log(name).read_text(errors="replace").splitlines()[-20:]
    return "\n".join([f"the end of var/log/{name}.log:", *lines])


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} is not a port number")
    return int(text)


def main() -> int:
    end_with_parent()
    raise_on_signals()
    try:
        run_demo(chosen_port())
    except (Trouble, PermissionError) as trouble:
        complain(str(trouble))
        return 1
    except KeyboardInterrupt:
        say("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
