"""The tertial report on paper: what it says, that it is tagged, and that no figure shows what must be hidden."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from cases.enums import Kon
from cases.sekretess.identitet import som_system
from config.pdf import render_html
from tests.factories import at
from tests.uppfoljning.fabriker import inskrivningar, personer
from uppfoljning.rapporter.meningar import i_korthet
from uppfoljning.rapporter.pdf import TEMPLATE, context, rapport_pdf
from uppfoljning.rapporter.presenter import dokument
from uppfoljning.rapporter.siffror import Bestallning, build_siffror

NU = at("2026-11-24 09:30")


@pytest.fixture
def siffror(stad):
    """siffror(internal=True): the figures of T2 2026 with a cohort of 40 and four avslut unknown."""

    kvinnor = personer(30, sdf=stad.spanga)
    man = personer(20, sdf=stad.spanga, kon=Kon.MAN, start=30)
    inskrivningar(kvinnor[:16] + man[:10], stad.kista, date(2025, 6, 9), date(2026, 6, 1), "studier")
    inskrivningar(kvinnor[16:20], stad.kista, date(2025, 6, 9), date(2026, 6, 1), "okand")
    inskrivningar(kvinnor[20:] + man[10:], stad.varberg, date(2025, 6, 9))

    def inner(**kwargs):
        with som_system("statistik"):
            return build_siffror(Bestallning(stad.kista.namnd, 2026, 2, NU, **kwargs))

    return inner


def html(siffror) -> str:
    rapport = dokument(siffror)
    return render_html(TEMPLATE, context(rapport), title=rapport.rubrik)


class TestDocument:
    @pytest.fixture
    def pdf(self, siffror):
        rapport = dokument(siffror(diarienummer="AMN 2026/0412", version=3, bestalld_av="Nina Prov"))
        return PdfReader(io.BytesIO(rapport_pdf(rapport, now=NU)))

    def test_is_tagged_swedish_and_titled(self, pdf):
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "sv"
        assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
        assert pdf.metadata.title == "Tertialrapport 2 2026, Arbetsmarknadsnämnden, maj till augusti 2026"

    def test_front_page_has_diarienummer_and_every_page_its_number(self, pdf):
        sidor = [sida.extract_text() for sida in pdf.pages]
        assert "AMN 2026/0412" in sidor[0]
        assert "Läget i korthet" in sidor[0]
        for nr, text in enumerate(sidor, start=1):
            assert f"Sida {nr} av {len(sidor)}" in text.replace("\n", " ")
            assert "version 3" in text

    def test_definitions_and_data_quality_come_last(self, pdf):
        sidor = [sida.extract_text() for sida in pdf.pages]
        definitioner = next(nr for nr, text in enumerate(sidor) if "Bilaga 1. Definitioner" in text)
        assert all("Tabell" not in text for text in sidor[definitioner:])
        assert "Bilaga 2. Datakvalitet" in sidor[-1]

    def test_charts_have_their_figures_in_words(self, siffror):
        text = html(siffror())
        assert text.count('role="img"') == text.count("<desc")
        assert "Kvinnor: " in text


class TestContent:
    def test_hidden_counts_show_neither_number_nor_share(self, siffror):
        svar = siffror()
        assert svar["indikatorer"]["okand_avslutsorsak"]["totalt"]["dold"]
        assert not any("okänd" in mening for mening in i_korthet(svar))
        assert "&lt;5" in html(svar)

    def test_internal_says_so_and_hides_nothing(self, siffror):
        svar = siffror(internal=True)
        assert any("4 av 30 avslut, 13,3 procent" in mening for mening in i_korthet(svar))
        assert "Små tal är inte dolda" in html(svar)
        assert "&lt;5" not in html(svar)

    def test_tables_are_numbered_in_order_also_where_one_is_missing(self, siffror):
        """In this city all persons are one district's, which has no table of its own."""
        svar = siffror(internal=True)
        assert len(svar["stadsdelar"]) == 1
        rubriker = [tabell.rubrik for tabell in dokument(svar).tabeller]
        assert [rubrik.split(".")[0] for rubrik in rubriker] == [f"Tabell {nr}" for nr in range(1, len(rubriker) + 1)]
        orsaker = next(rubrik for rubrik in rubriker if "socialtjänstens avslutsorsak" in rubrik)
        assert f"finns i {orsaker.split('.')[0].lower()}." in html(svar)

    def test_sentences_are_made_from_the_figures(self, siffror):
        meningar = " ".join(i_korthet(siffror()))
        assert "60,0 procent av dem som skrevs in ett år tidigare var avslutade inom tolv månader" in meningar
        assert "52,0 procent gick till arbete eller studier inom tolv månader" in meningar

    def test_a_missing_figure_makes_no_sentence(self, stad):
        with som_system("statistik"):
            svar = build_siffror(Bestallning(stad.kista.namnd, 2026, 2, NU))
        assert i_korthet(svar) == ("0 inskrivningar började och 0 avslutades. Sista dagen var 0 inskrivna.",)
        assert "saknas" in html(svar)

    def test_differences_are_those_of_the_rounded_figures(self, siffror):
        svar = siffror()
        kod = "avslutade_exkl_aterremitterade_12_man"
        for del_, varde in (("foregaende", 0.5874), ("forra_aret", 0.6004)):
            svar["jamforelser"][del_]["indikatorer"][kod]["totalt"] = {"varde": varde}
        mening = next(m for m in i_korthet(svar) if "ett år tidigare var" in m)
        assert mening.endswith(
            "Det är 1,3 procentenheter mer än förra tertialet och lika mycket som samma tertial 2025."
        )

    def test_the_first_difference_that_is_one_has_its_unit(self, siffror):
        svar = siffror()
        kod = "avslutade_exkl_aterremitterade_12_man"
        for del_, varde in (("foregaende", 0.6004), ("forra_aret", 0.5874)):
            svar["jamforelser"][del_]["indikatorer"][kod]["totalt"] = {"varde": varde}
        mening = next(m for m in i_korthet(svar) if "ett år tidigare var" in m)
        assert mening.endswith("lika mycket som förra tertialet och 1,3 procentenheter mer än samma tertial 2025.")

    def test_every_code_of_both_sets_is_listed_and_crossed(self, siffror):
        text = html(siffror())
        for namn in (
            "Självförsörjning i Arbetsförmedlingens program",
            "Börjat studera",
            "Kriminalvård",
            "militärtjänst",
        ):
            assert namn in text
        assert "Jobbtorgets orsaker: A Arbete, ej subventionerat. B Arbete, subventionerat." in text

    def test_what_people_typed_is_escaped(self, siffror):
        assert "<b>x</b>" not in html(siffror(diarienummer="<b>x</b>"))
