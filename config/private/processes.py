"""Finding and ending the processes that live in a directory, whatever a pid file says."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from config.private.accounts import Account, as_account


def living_in(directory: Path, account: Account) -> list[int]:
    """Pids whose working directory is `directory`; zombies, which only wait to be collected, left out."""
    return as_account(account, lambda: [pid for pid in _pids() if _lives_in(pid, directory)])


def end(pids: list[int], *, gently: signal.Signals = signal.SIGTERM, patience: float = 10) -> None:
    """Ask each process to stop, and kill those that have not within `patience` seconds."""
    for step in (gently, signal.SIGKILL):
        for pid in pids:
            _send(pid, step)
        if wait_until(lambda: not any(is_alive(pid) for pid in pids), patience):
            return


def end_group(leader: subprocess.Popen, patience: float) -> None:
    """Ask the leader of a process group to stop, then see to it that none of the group is left."""
    leader.terminate()
    wait_until(lambda: leader.poll() is not None, patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)
    leader.wait()


@contextlib.contextmanager
def ended_if_interrupted(leader: subprocess.Popen, patience: float = 5) -> Iterator[None]:
    """Should the block fail or be interrupted, the process group ends with it."""
    try:
        yield
    except BaseException:
        end_group(leader, patience)
        raise


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_alive(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _lives_in(pid: int, directory: Path) -> bool:
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(directory) and is_alive(pid)
    except OSError:
        return False


def _send(pid: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, what)
