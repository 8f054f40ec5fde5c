"""Starting programs that never outlive us, and the environment that ties them to the private servers."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

PR_SET_PDEATHSIG = 1
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


def spawn(command: list[str], *, cwd: Path, env: Mapping[str, str], own_group: bool = True) -> subprocess.Popen:
    """Start `command`; the kernel ends it when we die, however that happens.

    In its own group a Ctrl-C in the terminal reaches only us, so that we may stop the children in order.
    """
    return subprocess.Popen(command, cwd=cwd, env=env, start_new_session=own_group, preexec_fn=end_with_parent)


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent of this process dies, also by SIGKILL."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def raise_on_signals() -> None:
    """Turn `kill` and a closed terminal into the KeyboardInterrupt that Ctrl-C gives, so that clean-up runs."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
