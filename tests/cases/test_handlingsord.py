"""Words that agree with the document they are about."""

import pytest

from cases.models import Handlingstyp


@pytest.mark.parametrize(
    ("typ", "ord"), [("jobbplan", "skickad"), ("protokoll", "skickat"), ("utdrag", "skickat"), ("journal", "skickade")]
)
def test_a_participle_agrees_with_the_type(typ, ord):
    assert Handlingstyp(typ).bojt("skicka") == ord
