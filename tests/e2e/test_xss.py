"""Markup in every text about a person, in real Chromium: no script runs, and the policy has nothing to block."""

import psycopg
import pytest

from config.services import urls

from .crawl import crawl, log_in
from .server import ROOT

PAYLOAD = "\"'><img src=x onerror=window.ran=1><svg onload=window.ran=1></textarea><script>window.ran=1</script>"
# Numbers, codes and what a page branches on
LEFT = ("nummer", "nummerslag", "kod", "sokvag")
TEXTS = """
SELECT c.table_name, c.column_name, coalesce(c.character_maximum_length, 400)
  FROM information_schema.columns c
  JOIN information_schema.columns a ON a.table_name = c.table_name AND a.column_name = 'aspirant_id'
 WHERE c.table_schema = 'public' AND c.data_type IN ('text', 'character varying')
   AND coalesce(c.character_maximum_length, 400) >= 100
UNION SELECT 'cases_aspirant', n, 100 FROM unnest(ARRAY['fornamn', 'efternamn', 'adress']) n
"""
ENROLLED = """
SELECT i.aspirant_id FROM cases_inskrivning i
  JOIN cases_enhet e ON e.id = i.jobbtorg_id AND e.namn = 'Kista'
  JOIN cases_aspirant a ON a.id = i.aspirant_id AND a.skydd = 0
 WHERE i.avslutad IS NULL
 ORDER BY (SELECT count(*) FROM jobbplaner_plan p WHERE p.aspirant_id = a.id) DESC, i.aspirant_id DESC LIMIT 1
"""


def poison(product) -> int:
    """Fill the texts of one person who is enrolled at Kista; returns the person's key."""
    name = product.env["DATABASE_URL"].split("?")[0].rsplit("/", 1)[1]
    address = urls(ROOT)["database_owner"].replace("/jobbakten?", f"/{name}?")
    with psycopg.connect(address, autocommit=True) as connection:
        (person,) = connection.execute(ENROLLED).fetchone()
        written = 0
        for table, column, length in connection.execute(TEXTS).fetchall():
            key = "id" if table == "cases_aspirant" else "aspirant_id"
            try:
                done = connection.execute(
                    f'UPDATE {table} SET "{column}" = left(%s, %s) WHERE {key} = %s AND "{column}" IS NOT NULL',
                    [PAYLOAD, length, person],
                )
                written += done.rowcount
            except psycopg.Error:
                continue
    assert written > 10
    return person


@pytest.mark.timeout(280)
def test_no_script_runs_on_any_page_about_the_person(page, product):
    person = poison(product)
    page.add_init_script("window.ran = 0")
    page.on("dialog", lambda dialog: pytest.fail("a dialog opened"))
    # The whole product once; the chef has more of the akt
    for role, within in (("carl", "/"), ("eva", f"/akter/{person}/")):
        page.context.clear_cookies()
        log_in(page, product.url, role)
        shown = 0
        for visit in crawl(page, product.url, f"/akter/{person}/", within):
            assert page.evaluate("window.ran") == 0, visit.path
            assert page.locator("img[src=x], svg[onload]").count() == 0, visit.path
            shown += "onerror=window.ran" in page.locator("main").inner_text()
        assert shown > 3
