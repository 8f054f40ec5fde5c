"""The house keeps its own rules: sizes, clean words, nothing third-party, no address of a machine."""

import ast
import re
import statistics
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "cases", "jobbplaner", "insatser", "uppfoljning")
TOP_LEVEL = {
    "manage.py", "pyproject.toml", "requirements.txt", "requirements-dev.txt", "Makefile", "Dockerfile",
    "docker-compose.yml", ".dockerignore", ".gitignore", "README.md", "CHANGELOG.md", ".ci", "docs", "bench",
    "templates", "static", "tests", *APPS,
}  # fmt: skip
# Longer than 400 lines or 40, with the reason
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def tracked(*patterns: str) -> list[Path]:
    """Files that git tracks; in an export without git, every file outside var/ and the virtual environment."""
    answer = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in answer.stdout.split("\n") if name and (ROOT / name).exists()]


def product_code() -> list[Path]:
    return [
        path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in APPS and "migrations" not in path.parts
    ]


def functions(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


def test_the_root_holds_only_the_agreed_rooms():
    found = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert found - TOP_LEVEL == set()


def test_no_file_is_over_400_lines():
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in product_code()}
    assert {name: n for name, n in lengths.items() if n > 400 and name not in LONG_FILES} == {}


def test_no_function_is_over_40_lines_and_the_median_is_under_ten():
    lengths = {f"{p.relative_to(ROOT)}:{name}": n for p in product_code() for name, n in functions(p)}
    assert {name: n for name, n in lengths.items() if n > 40 and name not in LONG_FUNCTIONS} == {}
    assert statistics.median(lengths.values()) < 10


def test_no_third_party_or_minified_file_is_committed():
    suspicious = re.compile(r"\.min\.(js|css)$|(^|/)(vendor|third_party|node_modules)/")
    assert [str(p) for p in tracked() if suspicious.search(str(p.relative_to(ROOT)))] == []


def test_templates_have_no_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=|<style", re.IGNORECASE)
    pages = [p for p in tracked("templates/*.html") if "pdf" not in p.relative_to(ROOT).parts]
    assert {str(p.relative_to(ROOT)): m[0] for p in pages if (m := inline.search(p.read_text()))} == {}


def test_templates_let_no_date_break():
    """Between tags a date is written by isodate, and text that may hold one passes nobreak before its lines."""
    loose = re.compile(r'>[^<%]*\|date:"Y-m-d|(?<!nobreak)\|linebreaks')
    attributes = re.compile(r"<option[^>]*>[^<]*|{% block title %}.*?{% endblock %}")
    pages = [p for p in tracked("templates/*.html") if "pdf" not in p.relative_to(ROOT).parts]
    assert {
        str(p.relative_to(ROOT)): m[0] for p in pages if (m := loose.search(attributes.sub("", p.read_text())))
    } == {}


def test_templates_mark_nothing_safe_by_hand():
    assert [
        str(p) for p in tracked("templates/*.html") if re.search(r"\|\s*safe\b|autoescape off", p.read_text())
    ] == []


def test_every_requirement_is_pinned_with_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        pins = re.findall(r"^[a-z0-9][\w.\-]*(?:\[[\w,]+\])?==", text, re.MULTILINE)
        assert len(pins) > 20
        assert text.count("--hash=sha256:") >= len(pins)
        assert "http" not in re.sub(r"#.*", "", text)


def test_only_one_module_renders_pdf():
    importers = [
        str(p.relative_to(ROOT))
        for p in product_code()
        if re.search(r"^\s*(from|import) weasyprint", p.read_text(), re.M)
    ]
    assert importers == ["config/pdf.py"]


def test_only_one_module_reads_the_clock():
    reading = re.compile(r"\b(timezone\.(now|localdate)|date\.today|datetime\.(now|utcnow))\(")
    assert [str(p.relative_to(ROOT)) for p in product_code() if reading.search(p.read_text())] == ["config/dates.py"]


# A POST form with something to fill in that keeps no draft, with the reason
FORMS_WITHOUT_DRAFT = {
    "templates/cases/admin/tillfalligt.html": "one button; the field is the button itself",
    "templates/cases/byt_losenord.html": "a password is never kept",
    "templates/cases/loggutdrag.html": "two dates that are proposed",
    "templates/cases/login.html": "a password is never kept",
    "templates/cases/nummerfraga_list.html": "a reference that is read from a paper",
    "templates/cases/skydd.html": "nothing of a protected person is kept in a browser (cases/skydd.py)",
    "templates/cases/sok.html": "one name or number to find, retyped in a moment and better not kept",
    "templates/components/top_bar.html": "the same search",
}
POST_FORM = re.compile(r'<form(?=[^>]*method="post")(?P<tag>[^>]*)>(?P<inside>.*?)</form>', re.DOTALL)
FIELD = re.compile(
    r"""<textarea|<select|<input(?![^>]*type="hidden")|\{\{\s*\w*form|as_field_group|\{% (field|form_rows|include) """
)


def test_every_form_that_is_filled_in_keeps_a_draft():
    """Nothing typed is lost when the session ends (docs/adr/0006); tests/e2e/test_formular.py tries each of them."""
    without = {
        str(path.relative_to(ROOT))
        for path in tracked("templates/*.html")
        for form in POST_FORM.finditer(path.read_text())
        if FIELD.search(form["inside"]) and not re.search(r'\sdata-draft="', form["tag"])
    }
    assert without == FORMS_WITHOUT_DRAFT.keys()
