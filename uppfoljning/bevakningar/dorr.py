"""The door that services reach through cases/akt.py: when what they wrote stands, the person's bevakningar follow.

Like a task it reads the clock itself, since it runs after the transaction. A failure here is logged and does not undo
what the person at the screen saved: the nightly run puts it right.
"""

from cases.akt import REGISTER
from cases.sekretess.identitet import som_system
from config import dates

from .berakning import refresh, refresh_persons


def changed(*aspirant_ids: int) -> None:
    with som_system("bevakning"):
        refresh_persons(aspirant_ids=aspirant_ids, today=dates.today())


def changed_all() -> None:
    with som_system("bevakning"):
        refresh(today=dates.today())


REGISTER.vid_andring.append(changed)
REGISTER.vid_andring_av_alla.append(changed_all)
