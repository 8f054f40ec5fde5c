"""Heartbeats: a scheduled duty says when it ran and how it ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from cases.models import Puls

LONGEST = Puls._meta.get_field("meddelande").max_length


class Slag:
    """The beat of one run; the duty puts its closing line in `meddelande`, and says when it found what a person has to
    look at."""

    meddelande = ""
    att_se_over = False


@contextmanager
def puls(namn: str, *, beskrivning: str, now: datetime, hogst_timmar: int = 26) -> Iterator[Slag]:
    """Run a duty and leave its beat, also when it fails (then the error goes on).

    Open no transaction around it: a failed duty's own work is undone, its beat is not. The message never holds
    the error's text, which may quote a row: the log has it.
    """
    slag = Slag()
    try:
        yield slag
    except BaseException as error:
        slag.meddelande, slag.att_se_over = f"Avbröts: {type(error).__name__}", False
        _write(namn, beskrivning, now, hogst_timmar, lyckades=False, slag=slag)
        raise
    _write(namn, beskrivning, now, hogst_timmar, lyckades=True, slag=slag)


def _write(namn: str, beskrivning: str, now: datetime, hogst_timmar: int, *, lyckades: bool, slag: Slag) -> None:
    Puls.objects.update_or_create(
        namn=namn,
        defaults={
            "beskrivning": beskrivning,
            "senast_at": now,
            "lyckades": lyckades,
            "att_se_over": slag.att_se_over,
            "meddelande": slag.meddelande[:LONGEST],
            "hogst_timmar": hogst_timmar,
        },
    )
