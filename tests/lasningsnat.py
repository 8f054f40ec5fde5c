"""A net under every test: an answer that shows a test person who is not in the reading log fails the test."""

import re

from cases import lasning
from tests.factories import TESTPERSONER

# Surnames of the factory, one per person
NAMN = re.compile(r"Provsson\d+")
TEXT = ("text/html", "application/json", "text/csv")
MESSAGE = (
    "{view} showed {names} and said nothing to the reading log: call cases.lasning.visad(request, personer), or "
    "flash(…, om=aspirant.pk) where a message names the person"
)


def shown_unlogged(request, response) -> list[str]:
    """Surnames in the answer that nobody typed in this request and whose persons are not about to be logged."""
    if response.status_code >= 500 or not response.headers.get("Content-Type", "").startswith(TEXT):
        return []
    typed = "".join(v for data in (request.GET, request.POST) for _, values in data.lists() for v in values)
    found = {namn for namn in NAMN.findall(response.content.decode()) if namn not in typed}
    if not found:
        return []
    logged = getattr(request, "visade", {}).keys() | getattr(request, "visade_i_meddelanden", set())
    return sorted(namn for namn in found if TESTPERSONER.get(namn) not in {None, *logged})


def stretch(monkeypatch) -> None:
    finish = lasning.finish

    def watched(request, response):
        if unlogged := shown_unlogged(request, response):
            view = request.resolver_match.view_name if request.resolver_match else request.path
            raise AssertionError(MESSAGE.format(view=view, names=", ".join(unlogged)))
        finish(request, response)

    monkeypatch.setattr(lasning, "finish", watched)
