"""The second pair of eyes: what a dishonest systemförvaltare does alone opens no case."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.models import Bekraftelse, Kontohandelse, Medlemskap, User
from cases.services.konton import issue_password
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at, kod  # noqa: F401

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
NEW = "en helt egen mening 4711"


def give_role(client, user, enhet, roll="coach"):
    """The user's page posted as the browser would, with one more role."""
    url = reverse("admin:cases_user_change", args=[user.pk])
    row = {"medlemskap-0-fran": TODAY, "medlemskap-0-enhet": enhet.pk, "medlemskap-0-roll": roll}
    counts = {"medlemskap-TOTAL_FORMS": "1", "medlemskap-INITIAL_FORMS": "0", "medlemskap-0-user": user.pk}
    names = {"username": user.username, "first_name": user.first_name, "last_name": user.last_name, "is_active": "on"}
    assert client.post(url, names | counts | row).status_code == 302
    with owner():
        return Medlemskap.objects.get(user=user, roll=roll, fran=TODAY)


def answer(client, medlemskap, svar="ja"):
    return client.post(reverse("cases:bekraftelse_answer", args=[medlemskap.pk]), {"svar": svar}, follow=True)


def sees(user, agera) -> int:
    from cases.models import Aspirant

    with agera(user):
        return Aspirant.objects.count()


def may_open(client, user) -> bool:
    client.force_login(user)
    return client.get(reverse("cases:aspirant_list")).status_code == 200


def temporary_password(client, user) -> str:
    page = client.post(reverse("admin:cases_user_tillfalligt", args=[user.pk]))
    return page.context["losenord"]


def choose_own(client, username, temporary):
    client.logout()
    client.post("/logga-in/", {"username": username, "password": temporary})
    data = {"old_password": temporary, "new_password1": NEW, "new_password2": NEW}
    return client.post(reverse("cases:byt_losenord"), data)


def test_a_role_given_in_the_administration_opens_nothing_until_the_chef_has_confirmed(stad, client, agera):
    stad.inskriven()
    client.force_login(stad.sven)
    medlemskap = give_role(client, stad.nina, stad.kista)
    assert sees(stad.nina, agera) == 0
    assert not may_open(client, stad.nina)
    client.force_login(stad.eva)
    answer(client, medlemskap)
    assert sees(stad.nina, agera) == 1
    assert may_open(client, User.objects.get(pk=stad.nina.pk))


def test_neither_the_one_who_asked_nor_the_one_it_is_about_nor_another_units_chef_confirms(stad, client, agera):
    stad.inskriven()
    client.force_login(stad.sven)
    medlemskap = give_role(client, stad.eva, stad.spanga, "enhetschef")
    for user in (stad.sven, stad.eva, stad.carl):
        client.force_login(user)
        answer(client, medlemskap)
    other = anvandare("otto", "enhetschef", stad.varberg)
    client.force_login(other)
    assert answer(client, medlemskap).status_code == 404
    with owner():
        assert not Bekraftelse.objects.exclude(beviljad=None).exists()


def test_the_database_refuses_too_when_the_page_is_gone_round(stad, agera):
    with agera(stad.sven):
        medlemskap = Medlemskap.objects.create(user=stad.nina, enhet=stad.kista, roll="coach", fran=TODAY)
        for statement in (
            "SELECT app.bekrafta(%s, true, now(), current_date)",
            "UPDATE cases_bekraftelse SET beviljad = true WHERE medlemskap_id = %s",
            "DELETE FROM cases_bekraftelse WHERE medlemskap_id = %s",
            "SELECT app.begar_bekraftelse(%s, 'nytt')",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [medlemskap.pk])


def test_ones_own_role_is_refused_by_the_database(stad, agera):
    with pytest.raises(DatabaseError, match="ingen ger sig själv"), agera(stad.sven), transaction.atomic():
        Medlemskap.objects.create(user=stad.sven, enhet=stad.kista, roll="coach", fran=TODAY)


@pytest.mark.parametrize(
    ("change", "waits"),
    [({"till": TODAY}, 0), ({"enhet_id": "varberg"}, 1), ({"roll": "enhetschef"}, 1), ({"user_id": "vera"}, 1)],
)
def test_a_role_that_is_moved_or_widened_waits_and_one_that_is_shortened_does_not(stad, agera, change, waits):
    change = {name: getattr(stad, v).pk if isinstance(v, str) and hasattr(stad, v) else v for name, v in change.items()}
    with agera(stad.sven):
        Medlemskap.objects.filter(user=stad.carl).update(**change)
        assert Bekraftelse.objects.vantande().count() == waits


def test_a_temporary_password_opens_no_case_before_own_choice_and_the_chefs_word(stad, client, agera):
    stad.inskriven()
    client.force_login(stad.sven)
    temporary = temporary_password(client, stad.carl)
    assert sees(stad.carl, agera) == 0
    client.logout()
    client.post("/logga-in/", {"username": "carl", "password": temporary})
    assert client.get("/personer/").url == reverse("cases:byt_losenord")
    medlemskap = stad.carl.medlemskap.get()
    client.force_login(stad.eva)
    assert "har inte valt eget lösenord än" in answer(client, medlemskap).content.decode()
    choose_own(client, "carl", temporary)
    assert client.get("/personer/").status_code == 403
    assert "väntar på bekräftelse" in client.get("/").content.decode()
    client.force_login(stad.eva)
    answer(client, medlemskap)
    assert sees(stad.carl, agera) == 1


def test_the_temporary_password_stands_in_the_owners_history_with_who_set_it(stad, client):
    client.force_login(stad.sven)
    temporary = temporary_password(client, stad.carl)
    choose_own(client, "carl", temporary)
    html = client.get(reverse("cases:mitt_konto")).content.decode()
    assert "Tillfälligt lösenord från systemförvaltaren" in html
    assert stad.sven.namn in html


def test_a_password_set_past_the_page_waits_all_the_same(stad, agera):
    with agera(stad.sven):
        carl = User.objects.get(username="carl")
        carl.set_password("mitt eget val 1234")
        carl.save()
        User.objects.filter(username="carl").update(tillfalligt_till=None)
        carl.refresh_from_db()
        assert carl.tillfalligt_till is not None
        assert Bekraftelse.objects.vantande().count() == 1


def test_a_temporary_password_that_has_run_out_is_a_wrong_one(stad, client, agera):
    with agera(stad.sven):
        temporary = issue_password(user=stad.carl, by=stad.sven, now=at("2026-11-22 09:00"))
    page = client.post("/logga-in/", {"username": "carl", "password": temporary})
    assert page.status_code == 200
    assert list(page.context["form"].non_field_errors()) == list(
        client.post("/logga-in/", {"username": "carl", "password": "fel"}).context["form"].non_field_errors()
    )


def test_a_refused_role_stays_closed(stad, client, agera):
    stad.inskriven()
    client.force_login(stad.sven)
    medlemskap = give_role(client, stad.nina, stad.kista)
    client.force_login(stad.eva)
    answer(client, medlemskap, "nej")
    assert sees(stad.nina, agera) == 0


def test_a_new_account_has_no_password_and_ones_own_is_not_handed_out(stad, client):
    client.force_login(stad.sven)
    counts = {"medlemskap-TOTAL_FORMS": "0", "medlemskap-INITIAL_FORMS": "0"}
    client.post(reverse("admin:cases_user_add"), {"username": "ny", "password1": "x", "is_superuser": "on"} | counts)
    ny = User.objects.get(username="ny")
    assert not ny.has_usable_password()
    assert not ny.is_superuser
    assert client.post(reverse("admin:cases_user_tillfalligt", args=[stad.sven.pk])).status_code == 403


def test_the_page_of_a_user_shows_nothing_of_the_password(stad, logga_in):
    html = logga_in(stad.sven).get(reverse("admin:cases_user_change", args=[stad.carl.pk])).content.decode()
    assert stad.carl.password not in html
    assert 'name="password' not in html


def test_only_the_owner_reads_the_history_of_an_account(stad, agera, client):
    client.post("/logga-in/", {"username": "carl", "password": "demo"})
    for user, rows in ((stad.carl, 1), (stad.sven, 0), (stad.eva, 0)):
        with agera(user):
            assert Kontohandelse.objects.count() == rows
