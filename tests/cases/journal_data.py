"""Journal notes for tests: a draft, a signed one, and files that are what they say."""

import io
import uuid
import zipfile
from datetime import date, datetime, time

from cases.models import Anteckningsslag, Aspirant, Bilaga, Enhet, Journalanteckning, User
from cases.services.bilagor import attach
from tests.factories import as_owner, at, kod

NU = at("2026-11-24 09:30")
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\0" * 20 + b"\x00\x00\x00\x00IEND\xaeB\x60\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"


def anteckning(
    aspirant: Aspirant, enhet: Enhet, by: User, *, roll: str = "coach", signerad: datetime | None = NU, **falt
) -> Journalanteckning:
    """Signed unless `signerad` is None."""
    standard = {
        "slag": kod(Anteckningsslag, "samtal"),
        "handelse_dag": date(2026, 11, 23),
        "handelse_tid": time(13, 30),
        "text": "Vi talade om praktiken i köket.",
    }
    with as_owner():
        rad = Journalanteckning.objects.create(
            aspirant=aspirant,
            namnd=enhet.namnd,
            enhet=enhet,
            nyckel=uuid.uuid4(),
            forfattare=by,
            roll=roll,
            version=1,
            skapad_at=at("2026-11-23 15:00"),
            andrad_at=at("2026-11-23 15:00"),
            **standard | falt,
        )
        rad.refresh_from_db()
        if signerad:
            Journalanteckning.objects.filter(pk=rad.pk).update(signerad_at=signerad)
            rad.refresh_from_db()
    return rad


def med_bilaga(rad: Journalanteckning, innehall: bytes = PDF, namn: str = "intyg.pdf") -> Bilaga:
    """Attached by its author while it was a draft; call it before signing."""
    with as_owner():
        return attach(anteckning=rad, namn=namn, innehall=innehall, by=rad.forfattare, now=NU, dag=date(2026, 11, 24))


def office(main: str = "word/document.xml", types: str = "", **extra: bytes) -> bytes:
    """A small Word or Excel file; `extra` are more parts, with "__" for "/" and "_dot_" for "."."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
        package.writestr(main, "<document/>")
        for name, text in extra.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return buffer.getvalue()
