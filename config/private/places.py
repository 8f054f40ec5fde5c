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
        """Make the three directories where `account` can use them, with symlinks and a line when that is elsewhere."""
        self.var.mkdir(exist_ok=True)
        moving = self._must_move(account)
        newly = [name for name in ("pg", "run", "log") if self._settle(name, account, name in moving)]
        if newly:
            say(f"{', '.join(newly)} of var/ are kept in {self.moved}: the servers cannot use {self.var} for them")

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

    def _settle(self, name: str, account: Account, moves: bool) -> bool:
        """Make one directory; True when a symlink to it was made too."""
        place, target = self.var / name, self.moved / name
        if place.is_symlink() and place.readlink() != target:
            place.unlink()  # the tree was moved or copied here: those are another's servers
        if not moves and not place.is_symlink():
            _make_directory(place, account)
            return False
        _make_directory(self.moved, account)
        _make_directory(target, account)
        if place.is_symlink():
            return False
        _give_way(place, account)
        place.symlink_to(target)
        return True


def socket_path_fits(run: Path) -> bool:
    """Whether sockets below `run` can be bound and written in a URL without quoting."""
    longest = os.fsencode(run / ".s.PGSQL.5432")
    return len(longest) <= SOCKET_BYTES and PLAIN_PATH.fullmatch(str(run)) is not None


def _make_directory(path: Path, account: Account) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if path.is_symlink() or found.st_uid not in (account.uid, os.geteuid()):
        raise Trouble(f"{path} belongs to somebody else; remove it or run as its owner")
    account.adopt(path)
    path.chmod(0o700)


def _give_way(place: Path, account: Account) -> None:
    """Make room for a symlink, but never at the price of a database."""
    if not place.exists():
        return
    if (place / "PG_VERSION").exists():
        raise Trouble(f"{place} cannot be used by the account {account.name}; `make demo-reset` starts over")
    shutil.rmtree(place)
