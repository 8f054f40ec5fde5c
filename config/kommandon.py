"""What commands share: one shape of --json, readable Swedish, exit code 1 when nothing was taken."""

import json
import sys
from datetime import date
from typing import NoReturn

from django.core.management.base import BaseCommand

from config.csvfil import SHOWN, FilError


class FilKommando(BaseCommand):
    """`utfor(**options)` does it and returns the answer as a dict; `text(svar)` says it in a sentence. `before` stands
    over the errors: what did not happen."""

    requires_system_checks = []
    before = "Inget har tagits in."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="Ett JSON-objekt på stdout och inget annat.")

    def handle(self, *args, **options) -> None:
        try:
            svar = self.utfor(**options)
        except FilError as error:
            refuse(self, error, as_json=options["json"], before=self.before)
        else:
            self.stdout.write(_json({"ok": True, **svar}) if options["json"] else self.text(svar))

    def utfor(self, **options) -> dict:
        raise NotImplementedError

    def text(self, svar: dict) -> str:
        raise NotImplementedError


def refuse(command: BaseCommand, error: FilError, *, as_json: bool, before: str = "") -> NoReturn:
    """End with exit code 1: one JSON object on stdout, or `before` and the errors on stderr.

    The object is the same for every command: {"ok": false, "antal_fel": int, "fel": [{"rad", "kolumn", "varfor"}]},
    where `kolumn` may be an option of the command and `rad` is null when the fault is in no row.
    """
    if as_json:
        fel = [{"rad": f.rad, "kolumn": f.kolumn or None, "varfor": f.varfor} for f in error.fel]
        command.stdout.write(_json({"ok": False, "antal_fel": error.antal, "fel": fel}))
    else:
        command.stderr.write("\n".join(filter(None, [before, *map(str, error.fel)])))
        if error.antal > len(error.fel):
            command.stderr.write(f"De {SHOWN} första av {error.antal} fel visas.")
    sys.exit(1)


def _json(svar: dict) -> str:
    return json.dumps(svar, ensure_ascii=False, default=str)


def manad(text: str) -> date:
    """The first day of a month written ÅÅÅÅ-MM. Raises FilError."""
    try:
        if len(text) != 7:
            raise ValueError
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise FilError.whole_file(f"Skriv månaden som ÅÅÅÅ-MM, till exempel 2026-10, inte {text}.", "--month") from None


def dag(text: str, kolumn: str) -> date:
    """A day written ÅÅÅÅ-MM-DD. Raises FilError."""
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise FilError.whole_file(f"Skriv dagen som ÅÅÅÅ-MM-DD, inte {text}.", kolumn) from None


def tal(antal: int) -> str:
    """1 000 000, for people."""
    return f"{antal:,}".replace(",", "\u202f")
