"""Reports: ordered once, made by a worker in steps, kept as they were made, read by those who may."""

import io
import json
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.enums import Kon
from config.celery import app as celery
from tests.factories import at
from tests.uppfoljning.fabriker import inskrivningar, personer
from uppfoljning.enums import RapportLage
from uppfoljning.models import Rapport
from uppfoljning.rapport_tasks import make_rapport, resume_rapporter
from uppfoljning.rapporter import framstallning
from uppfoljning.rapporter.bestallning import RapportError, cancel_rapport, order_rapport, retry_rapport
from uppfoljning.rapporter.csvfil import ofarlig, skriv
from uppfoljning.rapporter.siffror import TertialError, check_tertial

NU = at("2026-11-24 09:30")
LISTA = reverse("uppfoljning:rapport_list")
NY = reverse("uppfoljning:rapport_new")


@pytest.fixture
def folk(stad):
    """Thirty women and thirty men closed in T2 2026, ten more women enrolled."""
    kvinnor = personer(40, sdf=stad.spanga)
    man = personer(30, sdf=stad.spanga, kon=Kon.MAN, start=40)
    inskrivningar(kvinnor[:30] + man, stad.kista, date(2025, 6, 9), date(2026, 6, 1), "studier")
    inskrivningar(kvinnor[30:], stad.varberg, date(2025, 6, 9))
    return stad


@pytest.fixture(autouse=True)
def snabb_pdf(monkeypatch, request):
    """The printing itself is tested in test_tertial_pdf and once here; it takes seconds."""
    if "riktig_pdf" not in request.fixturenames:
        monkeypatch.setattr(framstallning, "rapport_pdf", lambda dokument, now: b"%PDF-1.7 " + dokument.rubrik.encode())


@pytest.fixture
def riktig_pdf():
    """This test prints."""


@pytest.fixture
def bestall(folk):
    def inner(bestallning=None, tertial=2, by=None, now=NU, **kwargs):
        falt = {"namnd": folk.kista.namnd, "ar": 2026, "tertial": tertial, "by": by or folk.nina, "now": now}
        return order_rapport(bestallning=bestallning or uuid4(), **falt, **kwargs)

    return inner


@pytest.fixture
def direkt():
    """Tasks run where they are sent from."""
    celery.conf.task_always_eager = True
    yield
    celery.conf.task_always_eager = False


@pytest.fixture
def klar(bestall):
    rapport, _ = bestall(diarienummer="AMN 2026/0412")
    assert framstallning.make(rapport.pk, now=NU)
    rapport.refresh_from_db()
    return rapport


class TestOrder:
    def test_the_same_order_twice_gives_one_report(self, bestall):
        nyckel = uuid4()
        forsta, ny = bestall(nyckel)
        Rapport.objects.update(lage=RapportLage.AVBRUTEN)
        andra, igen = bestall(nyckel)
        assert (forsta, ny, igen) == (andra, True, False)

    def test_an_order_while_one_is_under_way_lands_on_it(self, bestall):
        forsta, _ = bestall()
        andra, ny = bestall()
        assert (andra, ny) == (forsta, False)

    def test_the_next_version_gets_the_next_number(self, bestall):
        bestall()
        Rapport.objects.update(lage=RapportLage.AVBRUTEN)
        assert bestall()[0].version == 2

    def test_another_tertial_and_another_namnd_count_for_themselves(self, bestall, folk):
        bestall()
        assert bestall(tertial=1)[1]
        rapport, ny = order_rapport(
            namnd=folk.spanga.namnd, ar=2026, tertial=2, bestallning=uuid4(), by=folk.nina, now=NU
        )
        assert (ny, rapport.version) == (True, 1)

    def test_a_tertial_that_is_not_over_says_from_when(self, bestall):
        with pytest.raises(TertialError, match="Tertial 3 2026 kan tas fram från 2027-01-01"):
            bestall(tertial=3)
        assert check_tertial(2026, 2, date(2026, 9, 1)).label == "Tertial 2 2026"
        with pytest.raises(TertialError):
            check_tertial(2026, 2, date(2026, 8, 31))

    def test_two_at_once_are_refused_by_the_database(self, bestall, folk):
        rapport, _ = bestall()
        with pytest.raises(IntegrityError, match="en_i_taget"), transaction.atomic():
            Rapport.objects.create(
                namnd=rapport.namnd, ar=2026, tertial=2, version=2, bestalld_at=NU, bestalld_av=folk.nina
            )

    def test_a_finished_report_is_whole(self, bestall):
        bestall()
        with pytest.raises(IntegrityError, match="klar_ar_hel"), transaction.atomic():
            Rapport.objects.update(lage=RapportLage.ATT_GRANSKA, klar_at=NU)

    def test_the_worker_is_told_when_the_row_is_there(self, bestall, direkt, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            rapport, _ = bestall()
            rapport.refresh_from_db()
            assert rapport.lage == RapportLage.KO
        rapport.refresh_from_db()
        assert rapport.lage == RapportLage.ATT_GRANSKA


class TestMaking:
    def test_a_report_has_figures_pdf_and_csv(self, riktig_pdf, klar):
        assert klar.lage == RapportLage.ATT_GRANSKA
        assert bytes(klar.pdf).startswith(b"%PDF-1.7")
        assert bytes(klar.csv).startswith(b"\xef\xbb\xbfTabell;")
        assert klar.siffror["avslutade"] == {"totalt": 60, "kvinnor": 30, "man": 30}
        assert klar.siffror["rapport"]["bestalld_av"] == klar.bestalld_av.namn

    def test_delivered_twice_has_one_effect(self, klar):
        assert not framstallning.make(klar.pk, now=NU + timedelta(hours=1))
        assert Rapport.objects.get(pk=klar.pk).klar_at == NU

    def test_what_another_worker_holds_is_left_alone(self, bestall):
        rapport, _ = bestall()
        assert framstallning.claim(rapport.pk, now=NU)
        assert not framstallning.make(rapport.pk, now=NU + timedelta(minutes=5))

    def test_a_lost_workers_report_is_taken_over(self, bestall):
        rapport, _ = bestall()
        framstallning.claim(rapport.pk, now=NU)
        assert framstallning.make(rapport.pk, now=NU + timedelta(minutes=5), redelivered=True)

    def test_a_silent_claim_is_found_and_taken_over(self, bestall):
        rapport, _ = bestall()
        framstallning.claim(rapport.pk, now=NU)
        senare = NU + framstallning.OVERGIVEN_EFTER + timedelta(seconds=1)
        assert framstallning.overgivna(NU + timedelta(minutes=5)) == []
        assert framstallning.overgivna(senare) == [rapport.pk]
        assert framstallning.make(rapport.pk, now=senare)

    def test_the_minutely_duty_finds_an_order_nobody_was_told_about(self, bestall, direkt):
        rapport, _ = bestall(now=NU - timedelta(minutes=2))
        resume_rapporter()
        rapport.refresh_from_db()
        assert rapport.lage == RapportLage.ATT_GRANSKA

    def test_a_worker_that_lost_its_claim_writes_nothing(self, bestall, monkeypatch):
        rapport, _ = bestall()
        riktig = framstallning.dokument

        def avbryt(siffror):
            cancel_rapport(rapport=rapport)
            return riktig(siffror)

        monkeypatch.setattr(framstallning, "dokument", avbryt)
        assert not framstallning.make(rapport.pk, now=NU)
        rapport.refresh_from_db()
        assert (rapport.lage, rapport.pdf) == (RapportLage.AVBRUTEN, None)

    def test_a_failure_says_so_on_the_row_and_can_be_tried_again(self, bestall, monkeypatch):
        rapport, _ = bestall()
        with monkeypatch.context() as trasig:
            trasig.setattr(framstallning, "rapport_pdf", lambda *args, **kwargs: 1 / 0)
            assert not framstallning.make(rapport.pk, now=NU)
        rapport.refresh_from_db()
        assert (rapport.lage, rapport.fel) == (RapportLage.MISSLYCKAD, framstallning.MISSLYCKADES)
        assert retry_rapport(rapport=rapport)
        assert framstallning.make(rapport.pk, now=NU + timedelta(minutes=1))

    def test_a_cancelled_report_cannot_start_again_beside_another(self, bestall):
        rapport, _ = bestall()
        assert cancel_rapport(rapport=rapport)
        assert not cancel_rapport(rapport=rapport)
        bestall()
        with pytest.raises(RapportError, match="En annan version"):
            retry_rapport(rapport=rapport)

    def test_the_task_reads_the_clock_and_nothing_else(self, bestall, direkt):
        rapport, _ = bestall()
        make_rapport.delay(rapport.pk)
        assert Rapport.objects.get(pk=rapport.pk).klar_at == NU


class TestPages:
    def form(self, folk, **kwargs):
        return {"namnd": folk.kista.namnd.pk, "period": "2026-T2", "bestallning": str(uuid4()), **kwargs}

    def test_a_controller_orders_and_lands_on_the_list(self, folk, logga_in):
        svar = logga_in(folk.nina).post(NY, self.form(folk, diarienummer="AMN 2026/0412"), follow=True)
        assert svar.redirect_chain[-1][0] == LISTA
        assert "Rapporten är beställd" in svar.text
        assert "<progress" in svar.text
        assert Rapport.objects.get().diarienummer == "AMN 2026/0412"

    def test_a_double_click_is_friendly(self, folk, logga_in):
        klient, form = logga_in(folk.nina), self.form(folk)
        klient.post(NY, form)
        svar = klient.post(NY, form, follow=True)
        assert "Rapporten var redan beställd" in svar.text
        assert Rapport.objects.count() == 1

    def test_a_tertial_under_way_is_refused_and_what_was_typed_is_kept(self, folk, logga_in):
        svar = logga_in(folk.nina).post(NY, self.form(folk, period="2026-T3", diarienummer="AMN 7"))
        assert svar.status_code == 200
        assert "kan tas fram från 2027-01-01" in svar.text
        assert 'value="AMN 7"' in svar.text
        assert not Rapport.objects.exists()

    def test_the_row_polls_while_under_way_and_rests_when_done(self, klar, bestall, folk, logga_in):
        klient = logga_in(folk.nina)
        assert "hx-get" not in klient.get(LISTA).text
        pagar, _ = bestall()
        text = klient.get(LISTA).text
        assert text.count("hx-get") == 1
        assert f'hx-select="#rapport-{pagar.pk}"' in text

    def test_an_older_version_is_marked_as_replaced(self, klar, bestall, folk, logga_in):
        ny, _ = bestall()
        framstallning.make(ny.pk, now=NU)
        assert "Ersatt" in logga_in(folk.nina).get(LISTA).text

    def test_preview_shows_the_same_figures_as_the_files(self, klar, folk, logga_in):
        klient = logga_in(folk.nina)
        text = klient.get(reverse("uppfoljning:rapport_detail", args=[klar.pk])).text
        assert "Tertialrapport 2 2026" in text
        assert "Läget i korthet" in text
        assert "Bilaga 1. Definitioner" in text
        assert "<svg" in text

    @pytest.mark.parametrize(
        ("slag", "borjan", "typ"), [("pdf", b"%PDF", "pdf"), ("csv", b"\xef\xbb\xbf", "csv"), ("xlsx", b"PK", "sheet")]
    )
    def test_files_are_downloaded_under_a_telling_name(self, klar, folk, logga_in, slag, borjan, typ):
        svar = logga_in(folk.eva).get(reverse("uppfoljning:rapport_fil", args=[klar.pk, slag]))
        assert svar.content.startswith(borjan)
        assert typ in svar["Content-Type"]
        assert f"tertialrapport-2026-T2-arbetsmarknad-v1.{slag}" in svar["Content-Disposition"]

    def test_what_was_made_stays_as_it_was_made(self, klar, folk, logga_in):
        fore = bytes(klar.pdf)
        inskrivningar(personer(9, sdf=folk.spanga, start=90), folk.kista, date(2026, 5, 4), date(2026, 6, 1), "okand")
        svar = logga_in(folk.nina).get(reverse("uppfoljning:rapport_fil", args=[klar.pk, "pdf"]))
        assert svar.content == fore

    def test_chefer_read_what_is_done_and_change_nothing(self, klar, bestall, folk, logga_in):
        pagar, _ = bestall()
        klient = logga_in(folk.stina)
        text = klient.get(LISTA).text
        assert f'id="rapport-{klar.pk}"' in text
        assert f'id="rapport-{pagar.pk}"' not in text
        assert "Ny rapport" not in text
        assert klient.get(reverse("uppfoljning:rapport_detail", args=[pagar.pk])).status_code == 404
        assert klient.post(reverse("uppfoljning:rapport_cancel", args=[pagar.pk])).status_code == 403
        assert klient.get(NY).status_code == 403

    @pytest.mark.parametrize("vem", ["sara", "carl", "sven", "registeransvarig"])
    def test_others_have_no_reports(self, klar, folk, logga_in, vem):
        klient = logga_in(getattr(folk, vem))
        for namn, args in (("rapport_list", []), ("rapport_detail", [klar.pk]), ("rapport_fil", [klar.pk, "pdf"])):
            assert klient.get(reverse(f"uppfoljning:{namn}", args=args)).status_code == 403

    def test_cancel_and_try_again_answer_what_happened(self, bestall, folk, logga_in):
        rapport, _ = bestall()
        klient = logga_in(folk.nina)
        avbryt, igen = (reverse(f"uppfoljning:rapport_{v}", args=[rapport.pk]) for v in ("cancel", "retry"))
        assert "Rapporten är avbruten" in klient.post(avbryt, follow=True).text
        assert "gick inte att avbryta" in klient.post(avbryt, follow=True).text
        assert "beställd igen" in klient.post(igen, follow=True).text
        assert klient.get(avbryt).status_code == 405

    def test_an_unknown_file_and_an_unknown_report_are_404(self, klar, folk, logga_in):
        klient = logga_in(folk.nina)
        assert klient.get(reverse("uppfoljning:rapport_fil", args=[klar.pk, "docx"])).status_code == 404
        assert klient.get(reverse("uppfoljning:rapport_detail", args=[0])).status_code == 404

    def test_ten_reports_cost_as_many_queries_as_one(self, klar, folk, logga_in, django_assert_max_num_queries):
        klient = logga_in(folk.nina)
        with CaptureQueriesContext(connection) as en:
            klient.get(LISTA)
        for version in range(2, 12):
            Rapport.objects.create(
                namnd=klar.namnd,
                ar=2026,
                tertial=2,
                version=version,
                lage=RapportLage.AVBRUTEN,
                bestalld_at=NU,
                bestalld_av=folk.nina,
            )
        with django_assert_max_num_queries(len(en)):
            klient.get(LISTA)


class TestCsv:
    @pytest.mark.parametrize("farlig", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
    def test_a_cell_can_never_be_a_formula(self, farlig):
        assert ofarlig(farlig).startswith("'")

    def test_is_written_for_a_swedish_excel(self, klar):
        assert skriv([["a", "b;c"], ["1,5", "x"]]) == b'\xef\xbb\xbfa;"b;c"\r\n1,5;x\r\n'
        rader = bytes(klar.csv).decode("utf-8-sig").split("\r\n")
        assert rader[0] == "Tabell;Grupp;Rad;Kolumn;Värde;Enhet"
        assert "Tabell 1. Nyckeltal;Antal;Avslutade;Totalt;60;antal" in rader
        assert any(rad.endswith(";85,7;procent") for rad in rader)
        # A share that is hidden or missing is still a share
        nyckeltal = {tuple(rad.split(";")[2:4]): rad.split(";")[4:] for rad in rader if rad.startswith("Tabell 1.")}
        dolda = [rad for rad in nyckeltal.values() if not rad[0][:1].isdigit() and rad[1] != "antal"]
        assert dolda


class TestXlsx:
    def test_has_a_sheet_per_table_and_numbers_as_numbers(self, klar, folk, logga_in):
        svar = logga_in(folk.nina).get(reverse("uppfoljning:rapport_fil", args=[klar.pk, "xlsx"]))
        bok = zipfile.ZipFile(io.BytesIO(svar.content))
        namn = bok.read("xl/workbook.xml").decode()
        assert 'name="Tabell 1"' in namn
        assert 'name="Definitioner"' in namn
        blad = bok.read("xl/worksheets/sheet2.xml").decode()
        assert "<v>60</v>" in blad
        assert "<f>" not in blad


class TestCommand:
    def run(self, tmp_path, slag, *args):
        ut = tmp_path / f"rapport.{slag}"
        call_command("tertialrapport", "--year", "2026", "--tertial", "2", "--format", slag, "--out", str(ut), *args)
        return ut.read_bytes()

    def test_json_holds_what_the_tertial_is_compared_with(self, folk, tmp_path):
        svar = json.loads(self.run(tmp_path, "json", "--internal"))
        assert svar["avslutade"]["totalt"] == 60
        assert {kod: svar["jamforelser"][kod]["kort"] for kod in svar["jamforelser"]} == {
            "foregaende": "T1 2026",
            "forra_aret": "T2 2025",
            "hittills": "Hittills 2026",
        }
        assert [enhet["namn"] for enhet in svar["jobbtorg"]] == ["Kista", "Vårberg"]
        assert sum(enhet["avslutade"]["totalt"] for enhet in svar["stadsdelar"]) == 60

    def test_the_third_tertial_has_the_whole_year(self, folk, tmp_path):
        ut = tmp_path / "r.json"
        call_command("tertialrapport", "--year", "2025", "--tertial", "3", "--format", "json", "--out", str(ut))
        assert json.loads(ut.read_bytes())["jamforelser"]["hittills"]["namn"] == "Helår 2025"

    def test_a_stadsdelsnamnd_gets_its_own_persons(self, folk, tmp_path):
        egen = json.loads(self.run(tmp_path, "json", "--internal", "--namnd", folk.spanga.namnd.namn))
        annan = json.loads(self.run(tmp_path, "json", "--internal", "--namnd", "Hägersten-Liljeholmen"))
        assert (egen["avslutade"]["totalt"], annan["avslutade"]["totalt"]) == (60, 0)

    @pytest.mark.parametrize(("slag", "borjan"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
    def test_every_format_is_written(self, folk, tmp_path, slag, borjan):
        assert self.run(tmp_path, slag).startswith(borjan)

    def test_a_tertial_that_is_not_over_is_refused(self, folk, tmp_path):
        with pytest.raises(CommandError, match="2027-01-01"):
            call_command(
                "tertialrapport", "--year", "2026", "--tertial", "3", "--format", "csv", "--out", str(tmp_path / "x")
            )

    def test_a_place_that_cannot_be_written_is_said(self, folk, tmp_path):
        with pytest.raises(CommandError, match="gick inte att skriva"):
            call_command(
                "tertialrapport", "--year", "2026", "--tertial", "2", "--format", "csv", "--out", str(tmp_path)
            )
