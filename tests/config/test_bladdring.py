"""Lists that may be as long as the register."""

import pytest

from cases.models import Forsorjningshinder
from config.bladdring import LangPaginator
from tests.config.test_components import get, render

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hinder(monkeypatch):
    """Twenty-five rows in pages of two, of which ten are counted at a time."""
    monkeypatch.setattr("config.bladdring.RAKNAS", 10)
    assert Forsorjningshinder.objects.count() == 25


def page(nr):
    return LangPaginator(Forsorjningshinder.objects.order_by("pk"), 2, nr).asked()


@pytest.mark.parametrize("nr", [None, "", "1", "x", "-1", "9" * 30, "1.5"])
def test_the_first_page_counts_no_further_than_the_limit(nr, django_assert_num_queries):
    with django_assert_num_queries(1):
        sida = page(nr)
        assert (sida.paginator.count, sida.paginator.fler, sida.has_next()) == (10, True, True)


def test_every_row_is_reached_page_by_page():
    rader, nr = [], 1
    while nr:
        sida = page(str(nr))
        rader += sida.object_list
        nr = sida.next_page_number() if sida.has_next() else None
    assert rader == list(Forsorjningshinder.objects.order_by("pk"))
    assert (sida.paginator.count, sida.paginator.fler) == (25, False)


def test_the_page_says_that_there_are_more_and_not_how_many():
    borjan, slut = (render("{% pager page %}", get(), page=page(nr)) for nr in ("2", "13"))
    assert "3–4 av fler än 10" in borjan
    assert "<span>Sida 2</span>" in borjan
    assert "25–25 av 25" in slut
    assert "<span>Sida 13 av 13</span>" in slut
