"""What a browser keeps of what it was shown."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_no_page_of_someone_logged_in_is_kept(stad, logga_in):
    person = stad.aspirant()
    answer = logga_in(stad.sara).get(reverse("cases:akt", args=[person.pk]))
    assert answer["Cache-Control"] == "private, no-store"
