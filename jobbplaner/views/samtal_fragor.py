"""What signing a protokoll asks for, told while it is written: the person can be asked while still in the room."""

from datetime import date

from django.forms import Form
from django.utils.html import format_html

from config.formatting import count_word
from jobbplaner.models import Trepartssamtal
from jobbplaner.samtal import Samtalsinnehall, asked_at_signing, passed_dates


def signing_context(form: Form, innehall: Samtalsinnehall, samtal: Trepartssamtal, today: date) -> dict:
    """`kvar_att_svara` for the list before the button, and in one line for the top of the page."""
    kvar = asked_at_signing(innehall, samtal.datum, today)
    passerade = passed_dates(innehall, today)
    if passerade and not form["passerade_datum"].value():
        kvar["passerade_datum"] = passerade
    rader = [{"kind": "ask", "text": _linked(form, falt, text)} for falt, text in kvar.items()]
    return {
        "kvar_att_svara": rader or [{"kind": "met", "text": "Det som behövs för att signera finns här"}],
        "kvar_i_ord": _in_words(len(kvar)),
        "fragar_passerade": passerade,
    }


def _in_words(antal: int) -> str:
    if not antal:
        return "Protokollet kan signeras"
    return f"{count_word(antal).capitalize()} {'sak' if antal == 1 else 'saker'} kvar innan protokollet kan signeras"


def _linked(form: Form, falt: str, text: str) -> str:
    """A row's field has its name for id; what is wrong with the booking stands in no field."""
    if not falt:
        return text
    return format_html('<a href="#{}">{}</a>', form[falt].target_id if falt in form.fields else f"id_{falt}", text)
