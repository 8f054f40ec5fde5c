"""What a file is, by its content: the name and what the browser says of it are never believed.

Taken are PDF, PNG, JPEG, Word and Excel without macros, and plain text. What can run, or fetch something from elsewhere
when it is opened, is refused. No scanner for known malware: that is the operations' part (docs/drift/driftsattning.md).
"""

import io
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath

MB = 1024 * 1024
# An Office file is a zip: what it may become when it is unpacked
MOST_PARTS, MOST_UNPACKED = 5_000, 300 * MB
PDF_RUNS = re.compile(rb"/(JavaScript|Launch|RichMedia)\b")
PDF_LETTER = re.compile(rb"#([0-9a-fA-F]{2})")
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
MACRO_PART = re.compile(
    r"vbaproject|vbadata|macrosheets|/activex/|oleobject|\.(bin|exe|dll|js|vbs|ps1)$", re.IGNORECASE
)
# Printer settings are the one binary part that Excel itself writes into ordinary files
HARMLESS_PART = re.compile(r"/printersettings/printersettings\d+\.bin$", re.IGNORECASE)
MARKUP = re.compile(r"<\s*(!doctype|html|head|body|svg|script|iframe|\?xml|math)", re.IGNORECASE)
ENDINGS = {"pdf": "pdf", "png": "png", "jpeg": "jpg", "docx": "docx", "xlsx": "xlsx", "text": "txt"}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text": "text/plain; charset=utf-8",
}


class FileRefusedError(Exception):
    """The file is not taken; the text says why and what to do."""


def kind_of(data: bytes) -> str:
    """One of ENDINGS. Raises FileRefusedError for every other kind, and for what can run."""
    if not data:
        raise FileRefusedError("Filen är tom. Välj en annan fil.")
    for looks_like, check in (
        (b"%PDF-", _pdf),
        (b"\x89PNG\r\n\x1a\n", _png),
        (b"\xff\xd8\xff", _jpeg),
        (b"PK\x03\x04", _office),
    ):
        if data.startswith(looks_like):
            return check(data)
    return _text(data)


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-2048:]:
        raise FileRefusedError("PDF-filen är avbruten. Spara den på nytt och försök igen.")
    # A name may write its letters as #53; a reader takes it for the same
    if PDF_RUNS.search(PDF_LETTER.sub(lambda hit: bytes.fromhex(hit[1].decode()), data)):
        raise FileRefusedError("PDF-filen innehåller program som körs när den öppnas. Skriv ut den till en ny PDF.")
    return "pdf"


def _png(data: bytes) -> str:
    if data[12:16] != b"IHDR" or b"IEND" not in data[-64:]:
        raise FileRefusedError("Bilden är avbruten. Spara den på nytt och försök igen.")
    return "png"


def _jpeg(data: bytes) -> str:
    if b"\xff\xd9" not in data[-4096:]:
        raise FileRefusedError("Bilden är avbruten. Spara den på nytt och försök igen.")
    return "jpeg"


def _office(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _package(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        raise FileRefusedError("Filen går inte att läsa. Spara den på nytt och försök igen.") from error


def _package(package: zipfile.ZipFile) -> str:
    parts = package.infolist()
    names = {part.filename for part in parts}
    slag = next((slag for slag, main in OFFICE.items() if main in names), None)
    if slag is None or "[Content_Types].xml" not in names:
        raise FileRefusedError("Ett packat arkiv kan inte bifogas. Bifoga filerna i det en och en.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefusedError("Filen blir för stor när den packas upp.")
    if any(MACRO_PART.search(name) and not HARMLESS_PART.search(name) for name in names) or _says_macro(package):
        raise FileRefusedError("Filen innehåller makron eller inbäddade program. Spara den utan makron.")
    if _fetches_template(package, names):
        raise FileRefusedError("Filen hämtar en mall från en annan plats när den öppnas. Spara den som PDF.")
    return slag


def _says_macro(package: zipfile.ZipFile) -> bool:
    return b"macroenabled" in _read(package, "[Content_Types].xml").lower()


def _fetches_template(package: zipfile.ZipFile, names: set[str]) -> bool:
    rels = (_read(package, name) for name in names if name.endswith("settings.xml.rels"))
    return any(b"attachedTemplate" in text and b'TargetMode="External"' in text for text in rels)


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """The first megabyte of a part; these lists are some kilobytes."""
    with package.open(name) as part:
        return part.read(MB)


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = None
    if text is None or any(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in set(text)):
        raise FileRefusedError(
            "Slaget av fil kan inte bifogas. Bifoga PDF, bild (PNG eller JPEG), Word, Excel eller ren text."
        )
    if MARKUP.search(text[:4096]):
        raise FileRefusedError("En webbsida eller en SVG-bild kan inte bifogas. Spara den som PDF.")
    return "text"


def safe_name(name: str, slag: str) -> str:
    """The file's own name without a path, without what a system could misread, with the ending its content has."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = unicodedata.normalize("NFC", stem)
    stem = stem.rsplit(".", 1)[0] if "." in stem else stem
    stem = "".join(c if c.isalnum() or c in " -_()" else "_" for c in stem)
    stem = re.sub(r"[ _]{2,}", "_", stem).strip(" _-")[:80].strip(" _-")
    return f"{stem or 'bilaga'}.{ENDINGS[slag]}"
