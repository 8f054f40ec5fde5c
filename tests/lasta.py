"""What an answer leaves in the reading log.

An answer that holds a person's name, number or ärendenummer has a row for that person and reader; an address about a
person that was refused has a row saying so. Nothing else is written, and nothing for what did not happen.
"""

import re

from cases.lasning import OBJEKT, VYER
from cases.models import Aspirant, Lasning
from config.formatting import format_nummer
from tests.conftest import owner
from tests.scen import Scen

# Shows the number that the reader asked about, and that the answer tells nothing of whom it belongs to
EGEN_FRAGA = {"cases:mina_nummerfragor"}


def shows(answer, person: Aspirant) -> bool:
    """The surname of a test person is hers alone. A PDF is a document about her."""
    if answer.headers.get("Content-Type", "") == "application/pdf":
        return True
    text = answer.content.decode()
    marks = (person.efternamn, person.nummer, format_nummer(person.nummer), person.arendenummer)
    return any(re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", text) for mark in marks)


def rows() -> list[Lasning]:
    with owner():
        return list(Lasning.objects.order_by("id"))


def faults(s: Scen, role: str, name: str, url: str, answer) -> list[str]:
    """What is wrong with the rows that this answer to a role of the standing cast, or to "anonym", left."""
    if role == "anonym":
        return [str(rad) for rad in rows()]
    user = getattr(s.stad, role)
    about_a_person = name in OBJEKT or url.startswith((f"/akter/{s.person.pk}/", f"/registrera/{s.person.pk}/"))
    expected = []
    if answer.status_code == 200 and name not in EGEN_FRAGA and shows(answer, s.person):
        expected = ["shown"]
    elif answer.status_code in (403, 404) and about_a_person:
        expected = ["nekad"]
    written = rows()
    found = ["nekad" if rad.slag == "nekad" else "shown" for rad in written]
    wrong = [] if found == expected else [f"{answer.status_code}: wrote {found}, not {expected}"]
    for rad in written:
        if (rad.user_id, rad.aspirant_id, rad.vy) != (user.pk, s.person.pk, name) or not rad.referens:
            wrong.append(f"wrote {rad.user_id, rad.aspirant_id, rad.vy}")
    if written and name not in VYER:
        wrong.append("say in cases.lasning.VYER what the page shows")
    return wrong
