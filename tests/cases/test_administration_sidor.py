"""The pages of the administration: named controls, the product's own bar and colours, nothing that the policy stops."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.conftest import owner
from tests.factories import anvandare

pytestmark = pytest.mark.django_db
LIMPS = {"hidden", "submit", "button"}


class Sida(HTMLParser):
    """Controls without a label, empty table headers, and what the content security policy would refuse."""

    def __init__(self, html: str):
        super().__init__()
        self.falt, self.etiketter, self.tomma, self.inline, self._th = {}, set(), 0, [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag in ("input", "select", "textarea") and a.get("type") not in LIMPS and "__prefix__" not in a["name"]:
            self.falt[a.get("id")] = a.get("aria-label") or a["name"]
        if tag == "label":
            self.etiketter.add(a.get("for"))
        if tag == "th":
            self._th = a.get("aria-label", "")
        if (
            "style" in a
            or tag == "style"
            or (tag == "script" and "src" not in a and a.get("type") != "application/json")
        ):
            self.inline.append(tag)

    def handle_data(self, data):
        if self._th is not None:
            self._th += data.strip()

    def handle_endtag(self, tag):
        if tag == "th":
            self.tomma += not self._th
            self._th = None

    @property
    def namnlosa(self) -> list[str]:
        return [namn for id_, namn in self.falt.items() if id_ not in self.etiketter]


def test_every_control_has_a_name_and_the_page_is_ours(stad, logga_in):
    sven = logga_in(stad.sven)
    pk = anvandare("nya", "coach", stad.kista).pk
    konto = {name: f"admin:cases_user_{name}" for name in ("changelist", "add", "change", "history", "tillfalligt")}
    for namn in ("admin:index", *konto.values()):
        html = sven.get(reverse(namn, args=[pk] if namn.split("_")[-1] in ("change", "history", "tillfalligt") else []))
        html = html.content.decode()
        sida = Sida(html)
        assert (sida.namnlosa, sida.tomma, sida.inline) == ([], 0, []), namn
        assert "css/administration" in html
        assert 'class="top-bar"' in html
        assert "theme.js" not in html


def test_a_membership_is_given_without_a_way_to_make_a_unit_beside_it(stad, logga_in):
    page = logga_in(stad.sven).get(reverse("admin:cases_user_add")).content.decode()
    assert "medlemskap-__prefix__-enhet" in page
    assert "related-widget-wrapper-link" not in page
    with owner():
        assert stad.kista.namn in page
