"""Starting programs that never outlive us, and the environment that ties them to the private servers."""

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
STOPPERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What a shell may have set for another project, and would send us to its servers or change what we are.
FOREIGN = frozenset(
    [
        *("DATABASE_URL", "DATABASE_OWNER_URL", "TEST_DATABASE", "REDIS_URL", "DJANGO_SETTINGS_MODULE"),
        *("DEBUG", "DEMO", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SSL_REDIRECT", "BEHIND_PROXY"),
    ]
)
_libc = ctypes.CDLL(None)


def private_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our environment without another project's settings, with `extra` added."""
    own = {name: value for name, value in os.environ.items() if name not in FOREIGN and not name.startswith("PG")}
    return own | dict(extra or {})


def spawn(command: list[str], *, cwd: Path, env: Mapping[str, str], output: IO | None = None) -> subprocess.Popen:
    """Start `command` in a group of its own; the kernel ends it when we die, however that happens.

    A Ctrl-C in the terminal then reaches only us, so that we may stop the children in order.
    """
    streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": subprocess.STDOUT if output else None}
    return subprocess.Popen(command, cwd=cwd, env=env, start_new_session=True, preexec_fn=end_with_parent, **streams)


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent of this process dies, also by SIGKILL."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def raise_on_signals() -> None:
    """Turn `kill` and a closed terminal into the KeyboardInterrupt that Ctrl-C gives, so that clean-up runs."""
    for number in STOPPERS:
        signal.signal(number, signal.default_int_handler)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Clean-up that an impatient second Ctrl-C must not cut short; programs started inside are deaf to it too."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPERS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
