"""Where a working tree keeps its private servers. Pure path logic, except for `settle`, which makes the directories."""

import hashlib
import os
import re
import shutil
from pathlib import Path

from config.private.accounts import Account, as_account
from config.private.messages import Trouble, say

ELSEWHERE = Path("/var/tmp")  # noqa: S108  survives a restart, and every account may traverse it
# A socket address holds 107 bytes, and the URLs of settings take the path unquoted.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._+-]+")
SOCKET_BYTES = 107


class Places:
    """The paths below var/. Each of pg, run and log may be a symlink out of a tree that the servers cannot use."""

    def __init__(self, root: Path, elsewhere: Path = ELSEWHERE):
        self.root = root
        self.var = root / "var"
        self.moved = elsewhere / f"jobbakten-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}"

    @property
    def pg(self) -> Path:
        return Path(os.path.realpath(self.var / "pg"))

    @property
    def run(self) -> Path:
        return Path(os.path.realpath(self.var / "run"))

    @property
    def log(self) -> Path:
        return Path(os.path.realpath(self.var / "log"))

    @property
    def pg_socket(self) -> Path:
        return self.run / ".s.PGSQL.5432"

    @property
    def redis_socket(self) -> Path:
        return self.run / "redis.sock"

    def settle(self, account: Account) -> None:
        """Make the three directories where `account` can use them, with a symlink and a line when that is elsewhere."""
        self.var.mkdir(exist_ok=True)
        must_move = self._must_move(account)
        for name in ("pg", "run", "log"):
            self._settle(name, account, name in must_move)

    def wipe(self) -> None:
        """Remove all that the private servers have written, here and elsewhere."""
        for path in (self.var / name for name in ("pg", "run", "log")):
            if path.is_symlink():
                path.unlink()
            elif path.exists():
                shutil.rmtree(path)
        if self.moved.exists():
            shutil.rmtree(self.moved)

    def _must_move(self, account: Account) -> tuple[str, ...]:
        if not as_account(account, lambda: os.access(self.var, os.X_OK)):
            return ("pg", "run", "log")
        return ("run",) if not socket_path_fits(self.var / "run") else ()

    def _settle(self, name: str, account: Account, moves: bool) -> None:
        place, target = self.var / name, self.moved / name
        if place.is_symlink() and (not moves or place.readlink() != target):
            place.unlink()
        if not moves:
            return _make_directory(place, account)
        if place.exists() and not place.is_symlink():
            place.rmdir() if not any(place.iterdir()) else _refuse(place, account)
        _make_directory(self.moved, account)
        _make_directory(target, account)
        if not place.is_symlink():
            place.symlink_to(target)
            say(f"var/{name} is kept in {target}: the servers cannot use it inside {self.root}")
        return None


def socket_path_fits(run: Path) -> bool:
    """Whether sockets below `run` can be bound and written in a URL without quoting."""
    longest = os.fsencode(run / ".s.PGSQL.5432")
    return len(longest) <= SOCKET_BYTES and PLAIN_PATH.fullmatch(str(run)) is not None


def _make_directory(path: Path, account: Account) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if path.is_symlink() or found.st_uid not in (account.uid, os.geteuid()):
        raise Trouble(f"{path} belongs to somebody else; remove it or run as its owner")
    if found.st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)


def _refuse(place: Path, account: Account) -> None:
    raise Trouble(f"{place} cannot be reached by the account {account.name}; `make demo-reset` starts over")
