"""What a file is, by its content; and what is refused whatever it is called."""

import pytest

from cases.filkontroll import FileRefusedError, kind_of, safe_name
from tests.cases.journal_data import JPEG, PDF, PNG, office

TAGNA = {
    "pdf": PDF,
    "png": PNG,
    "jpeg": JPEG,
    "docx": office(),
    "xlsx": office("xl/workbook.xml", xl__printerSettings__printerSettings1_dot_bin=b"x"),
    "text": "Möte på måndag.\r\nÅäö\t1 < 2".encode("utf-8-sig"),
}
TEMPLATE = b'<Relationship Type="x/attachedTemplate" Target="http://x/a.dotm" TargetMode="External"/>'
NEKADE = {
    "tom": (b"", "tom"),
    "program": (b"MZ\x90\0\x03", "Slaget av fil"),
    "skript med nolla": (b"a\0b", "Slaget av fil"),
    "gammalt Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Slaget av fil"),
    "gif": (b"GIF89a\x01\x00\xff", "Slaget av fil"),
    "html": (b"  <!DOCTYPE html><script>", "webbsida"),
    "svg": (b"<svg onload=alert(1)>", "webbsida"),
    "xml": (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "webbsida"),
    "avbruten pdf": (b"%PDF-1.7\nhej", "avbruten"),
    "pdf med skript": (PDF.replace(b"<<>>", b"<< /S /JavaScript /JS (app.alert(1)) >>", 1), "program"),
    "pdf med skript under annat namn": (PDF.replace(b"<<>>", b"<< /S /Java#53cript /JS (x) >>", 1), "program"),
    "pdf som startar": (PDF.replace(b"<<>>", b"<< /S /Launch >>", 1), "program"),
    "png som inte är det": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "avbruten"),
    "avbruten jpeg": (b"\xff\xd8\xff\xe0" + b"\0" * 40, "avbruten"),
    "zip": (office("a.txt"), "packat arkiv"),
    "trasig zip": (b"PK\x03\x04" + b"\0" * 40, "går inte att läsa"),
    "makro": (office(word__vbaProject_dot_bin=b"x"), "makron"),
    "docm som docx": (office(types="application/vnd.ms-word.document.macroEnabled.main+xml"), "makron"),
    "excel 4-makro": (office("xl/workbook.xml", xl__macrosheets__sheet1_dot_xml=b"x"), "makron"),
    "inbäddat program": (office(word__embeddings__oleObject1_dot_bin=b"x"), "makron"),
    "mall utifrån": (office(word___rels__settings_dot_xml_dot_rels=TEMPLATE), "mall"),
}


@pytest.mark.parametrize("slag", TAGNA)
def test_a_file_is_what_it_holds(slag):
    assert kind_of(TAGNA[slag]) == slag


@pytest.mark.parametrize("fall", NEKADE)
def test_what_can_run_or_is_something_else_is_refused_with_words(fall):
    data, ord_ = NEKADE[fall]
    with pytest.raises(FileRefusedError, match=ord_):
        kind_of(data)


def test_what_swells_when_unpacked_is_refused(monkeypatch):
    monkeypatch.setattr("cases.filkontroll.MOST_UNPACKED", 10_000)
    with pytest.raises(FileRefusedError, match="för stor"):
        kind_of(office(word__media_dot_xml=b"0" * 20_000))


@pytest.mark.parametrize(
    ("namn", "slag", "tryggt"),
    [
        ("läkarintyg 3.pdf", "pdf", "läkarintyg 3.pdf"),
        ("C:\\Users\\carl\\intyg.PDF", "pdf", "intyg.pdf"),
        ("../../etc/passwd", "text", "passwd.txt"),
        ("faktura.pdf.exe", "pdf", "faktura_pdf.pdf"),
        ('a";\r\nSet-Cookie: b.png', "png", "a_Set-Cookie_b.png"),
        ("\u202efdp.exe", "text", "fdp.txt"),
        ("....", "docx", "bilaga.docx"),
        ("å" * 300 + ".xlsx", "xlsx", "å" * 80 + ".xlsx"),
    ],
)
def test_a_name_is_made_safe_and_ends_as_its_content(namn, slag, tryggt):
    assert safe_name(namn, slag) == tryggt
