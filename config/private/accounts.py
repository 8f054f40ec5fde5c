"""Which operating-system account the private servers run as: PostgreSQL refuses to run as root."""

import json
import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from config.private.messages import Trouble

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    def process_options(self) -> dict:
        """Options for subprocess that make the child run as this account, empty when we already do."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": os.getgrouplist(self.name, self.gid)}

    def adopt(self, path: Path) -> None:
        """Make this account the owner of what root made for it."""
        if path.stat().st_uid != self.uid:
            os.chown(path, self.uid, self.gid)


def service_account(data: Path) -> Account:
    """The caller, or for root the owner of existing data, else postgres."""
    if os.geteuid() != 0:
        return _account(os.geteuid())
    owner = data.stat().st_uid if data.exists() else 0
    if owner:
        return _account(owner)
    try:
        found = pwd.getpwnam("postgres")
    except KeyError:
        raise Trouble("there is no account postgres to run PostgreSQL as; install the package postgresql") from None
    return _account(found.pw_uid)


def login_names(account: Account) -> list[str]:
    """Accounts that may log in to the private database: root, postgres, the caller and the servers' own."""
    return sorted({"root", "postgres", account.name, _account(os.geteuid()).name})


def as_account(account: Account, question: Callable[[], Answer]) -> Answer:
    """The JSON-able answer to `question` asked as `account`, in a forked child.

    A fork and not a command: the account may be unable to reach our interpreter. In a container even root may be
    refused what /proc says of another account's processes, and permission bits never stop root.
    """
    if account.uid == os.geteuid():
        return question()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _answer_and_exit(account, question, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text)


def _answer_and_exit(account: Account, question: Callable[[], object], writer: int) -> None:
    try:
        os.setgroups(os.getgrouplist(account.name, account.gid))
        os.setresgid(account.gid, account.gid, account.gid)
        os.setresuid(account.uid, account.uid, account.uid)
        os.write(writer, json.dumps(question()).encode())
    finally:
        os._exit(0)


def _account(uid: int) -> Account:
    try:
        found = pwd.getpwuid(uid)
    except KeyError:
        raise Trouble(f"uid {uid} has no entry in the list of accounts, which PostgreSQL demands") from None
    return Account(found.pw_name, found.pw_uid, found.pw_gid)
