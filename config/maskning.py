"""One filter that hides personal data, for screen, export and logs (house.md 18). Knows no app: cases names the fields.

`maska` and `maskade_rader` hide by class of field. `maska_text` hides what looks like personal data in any text:
identity numbers, values of named fields, what PostgreSQL quotes of a row. `install` puts it on every log record of the
process, whichever handler writes it: Django's, gunicorn's, Celery's.
"""

import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar

MASK = "•••"
VANLIG, PERSON, KANSLIG = "vanlig", "person", "kanslig"

_DATE = r"\d{2}[-. ]?(?:0\d|1[0-2])[-. ]?(?:[0-8]\d|9[01])"
NUMMER = re.compile(rf"(?<![\d])(?:(?:18|19|20)?{_DATE}[-+–. ]?\d{{4}}|R[- ]?\d{{8}}[- ]?\d{{3}})(?!\d)")
# What PostgreSQL tells of the row, in the languages its log may have; up to the next part of the text
_PART = r"(?=\n\s*\n|\nThe above|\nDuring handling|\nTraceback|\Z)"
_OF_THE_ROW = re.compile(rf"\b(DETAIL|DETALJ|CONTEXT|KONTEXT|LINE \d+|RAD \d+):.*?{_PART}", re.DOTALL)
_QUOTED = re.compile(r"(invalid (?:input )?(?:syntax|value)[^:\n]*: )\"[^\n]*\"")
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_fields: re.Pattern | None = None
_names: frozenset[str] = frozenset()
# Values typed in the request at hand, asked for only when something is logged
typed: ContextVar[Callable[[], Iterable[tuple[str, str]]]] = ContextVar("typed", default=lambda: ())


def maska(value, klass: str):
    """`value` as it is when plain, MASK when personal or sensitive; nothing stays nothing."""
    return value if klass == VANLIG or value in (None, "", False) else MASK


def maskade_rader(rader: Iterable[Iterable], klasser: list[str]) -> Iterator[list]:
    """Rows for an export where each column has its class, for csv.writer.writerows."""
    return ([maska(value, klass) for value, klass in zip(rad, klasser, strict=True)] for rad in rader)


def hide_fields(names: Iterable[str]) -> None:
    """From now on `name=value` and `"name": "value"` are hidden for these names."""
    global _fields, _names
    _names = frozenset(names)
    alternatives = "|".join(sorted(map(re.escape, _names), key=len, reverse=True))
    _fields = re.compile(
        rf"""(?P<key>(?<![\w.])['"]?(?:{alternatives})['"]?\s?[:=]\s?)"""
        r"""(?P<value>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s,;)}\]'"]+)"""
    )


def maska_text(text: str) -> str:
    text = _QUOTED.sub(rf"\1{MASK}", _OF_THE_ROW.sub(rf"\1: {MASK}", text))
    if _fields:
        text = _fields.sub(rf"\g<key>{MASK}", text)
    return _without_typed(NUMMER.sub(MASK, text))


def _without_typed(text: str) -> str:
    for name, value in typed.get()():
        if name.rsplit("-", 1)[-1] in _names and len(value.strip()) > 2:
            text = re.sub(rf"(?<!\w){re.escape(value.strip())}(?!\w)", MASK, text)
    return text


def describe(error: BaseException) -> str:
    """An exception's own words without personal data; of PostgreSQL only the code and what it concerns."""
    database = _diagnosis(error)
    if database is None:
        return maska_text(str(error))
    concerned = (database.sqlstate, database.table_name, database.column_name, database.constraint_name)
    return " ".join(filter(None, concerned)) or MASK


def _diagnosis(error: BaseException):
    """psycopg's diagnosis, of the error itself or of the one that Django wrapped with the same words."""
    for candidate in (error, error.__cause__):
        if candidate is not None and getattr(candidate, "diag", None) and str(candidate) == str(error):
            return candidate.diag
    return None


def safe_traceback(error: BaseException) -> str:
    """The traceback with every exception of the chain described."""
    text = "".join(traceback.format_exception(error))
    for link in _chain(error):
        if str(link):
            text = text.replace(str(link), describe(link))
    return maska_text(text).rstrip("\n")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def mask_record(record: logging.LogRecord) -> logging.LogRecord:
    """Message with its arguments, exception and stack; done once it stays as it is."""
    try:
        text = record.getMessage()
    except (TypeError, ValueError, KeyError):
        text = str(record.msg)
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    for link in _chain(error):
        text = text.replace(repr(link), f"{type(link).__name__}({describe(link)})")
        text = text.replace(str(link), describe(link)) if str(link) else text
    if record.name.startswith("django.db.backends"):
        text = _LITERAL.sub(f"'{MASK}'", text.split("; args=")[0])
    record.msg, record.args = maska_text(text), None
    if error is not None:
        record.exc_text = safe_traceback(error)
    if record.stack_info:
        record.stack_info = maska_text(record.stack_info)
    return record


class Maskfilter(logging.Filter):
    """For a handler: what was attached to the record beside its message."""

    ATTACHED = ("sql", "params", "data")

    def filter(self, record: logging.LogRecord) -> bool:
        mask_record(record)
        for name in self.ATTACHED:
            if hasattr(record, name):
                setattr(record, name, MASK)
        return True


def install() -> None:
    """Every record of the process is masked when it is made, and so is the last word of a command that fails."""
    made = logging.getLogRecordFactory()
    if getattr(made, "masks", False):
        return

    def factory(*args, **kwargs) -> logging.LogRecord:
        return mask_record(made(*args, **kwargs))

    factory.masks = True
    logging.setLogRecordFactory(factory)
    sys.excepthook = lambda kind, error, tb: sys.stderr.write(f"{safe_traceback(error)}\n")
