"""Files and deliveries of the register for tests."""

from datetime import date, datetime
from pathlib import Path

from cases.personnummer import make_testnummer
from config.dates import STOCKHOLM
from tests.factories import as_owner
from uppfoljning.leveranser import receive_leverans

HEADER = "personnummer;belopp;roll;forsorjningshinder;avslutsorsak"
NU = datetime(2026, 11, 24, 9, 30, tzinfo=STOCKHOLM)
AMAL, JONAS = make_testnummer(date(1976, 2, 2), "kvinna"), make_testnummer(date(1976, 2, 2), "man")


def write(path: Path, *rows: str, header: str = HEADER, end: str = "\n") -> Path:
    path.write_bytes((end.join([header, *rows]) + end).encode())
    return path


def receive(path: Path, manad="2026-10", stadsdel="Spånga-Tensta", **kwargs):
    """Take a file as the owner, as the command does."""
    with as_owner():
        return receive_leverans(
            path=path,
            manad=date.fromisoformat(f"{manad}-01"),
            stadsdel=stadsdel,
            **{"now": NU, "today": NU.date(), **kwargs},
        )


def deliver(folder: Path, manad: str, stadsdel: str, *nummer: str, belopp: int = 9000, replace=False):
    """A delivery in which these numbers have support."""
    rows = [f"{n};{belopp};sokande;;" for n in nummer] or ["R00000000999;1;sokande;;"]
    return receive(write(folder / "leverans.csv", *rows), manad, stadsdel, replace=replace)
