"""Every button that sends a form has a case of double click, and of a lost session where something is filled in."""

import re

from tests.e2e.formular import EXEMPT, FORMULAR, KNAPPAR, TEMPLATES, buttons


def test_every_button_that_posts_has_a_case():
    """A new button comes with a line in tests/e2e/formular.py and a row to press it for in tests/e2e/akter.py."""
    cases = {fall.knapp for fall in FORMULAR + KNAPPAR} | EXEMPT.keys()
    assert sorted(buttons() - cases) == []
    assert sorted(cases - buttons()) == []


def test_every_form_that_keeps_a_draft_is_tried_with_a_lost_session():
    kept = {str(p.relative_to(TEMPLATES)) for p in TEMPLATES.rglob("*.html") if _has_draft(p.read_text())}
    tried = {fall.knapp.split(": ")[0] for fall in FORMULAR}
    assert kept - {"gallery/gallery.html"} == tried


def _has_draft(text: str) -> bool:
    return bool(re.search(r"<form[^>]* data-draft=", text))
