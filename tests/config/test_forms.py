"""Fields and their page: order, ties for screen readers, Swedish dates, rows without scripting."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template import engines

from config.forms import DatumField, ManadField, RadioList, Segment
from config.formsets import row_button_pressed, show_as_typed


class ExampleForm(forms.Form):
    mal = forms.CharField(label="Mål", help_text="Yrke och omfattning.", error_messages={"required": "Skriv ett mål"})
    senast = DatumField(label="Senast", required=False)
    val = forms.ChoiceField(
        label="Läge",
        choices=[("a", "Pågår"), ("b", "Klart")],
        widget=RadioList(help_texts={"a": "Inte färdigt"}),
        error_messages={"required": "Välj läge"},
    )


class RowForm(forms.Form):
    vad = forms.CharField(label="Vad ska göras")
    vem = forms.CharField(label="Vem")
    senast = DatumField(label="Senast", required=False)


RowFormSet = forms.formset_factory(RowForm, extra=0, can_delete=True)


def render(source: str, **context) -> str:
    return engines["django"].from_string(source).render(context)


class Ids(HTMLParser):
    """Every id of a page, and every id that the page refers to."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.referred = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if attrs.get("id"):
            self.ids.append(attrs["id"])
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.referred += (attrs.get(name) or "").split()
        if tag == "a" and (attrs.get("href") or "").startswith("#"):
            self.referred.append(attrs["href"][1:])


def test_a_field_is_label_help_error_control_in_that_order():
    html = str(ExampleForm({})["mal"].as_field_group())
    places = [html.index(part) for part in ("<label", "field-help", "field-error", "<input")]
    assert places == sorted(places)
    assert 'aria-describedby="id_mal_helptext id_mal_error"' in html
    assert 'aria-invalid="true"' in html
    assert "has-error" in html


def test_everything_a_form_refers_to_stands_in_it_once():
    page = Ids(render("{% error_summary form %}{{ form }}", form=ExampleForm({"senast": "i morgon"})))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.referred) <= set(page.ids)


def test_radio_buttons_are_a_group_with_a_legend_and_help_for_each():
    html = str(ExampleForm()["val"].as_field_group())
    assert "<fieldset" in html
    assert "<legend>Läge" in html
    assert "<small>Inte färdigt</small>" in html
    assert "frivilligt" not in html


def test_a_field_that_may_be_empty_says_so():
    assert "(frivilligt)" in str(ExampleForm()["senast"].as_field_group())


def test_a_field_needed_only_at_times_says_when():
    form = ExampleForm()
    form.marks = {"senast": "krävs om det pågår"}
    html = str(form["senast"].as_field_group())
    assert "(krävs om det pågår)" in html
    assert "frivilligt" not in html


def test_a_hint_beside_a_field_describes_it():
    html = render('{% field form.mal hint="mal-tips" %}', form=ExampleForm())
    assert 'aria-describedby="id_mal_helptext mal-tips"' in html


def test_a_date_is_answered_with_weekday_and_week():
    html = str(ExampleForm(initial={"senast": date(2027, 1, 8)})["senast"].as_field_group())
    assert 'value="2027-01-08"' in html
    assert ">fredag, vecka 1</output>" in html
    assert 'class="input-date"' in html


def test_what_was_typed_stays_and_gets_no_answer_when_it_is_no_date():
    html = str(ExampleForm({"senast": "i morgon"})["senast"].as_field_group())
    assert 'value="i morgon"' in html
    assert "data-date-answer></output>" in html


@pytest.mark.parametrize("typed", ["2026-11-24", "20261124", " 2026-11-24 "])
def test_a_date_is_written_with_or_without_hyphens(typed):
    assert DatumField().clean(typed) == date(2026, 11, 24)


@pytest.mark.parametrize("typed", ["11/24/2026", "24.11.2026", "2026-1-5", "2026111", "261124", "２０２６-11-24"])
def test_a_date_in_another_form_is_refused_with_the_right_one(typed):
    with pytest.raises(ValidationError, match="ÅÅÅÅ-MM-DD"):
        DatumField().clean(typed)


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-13-01", "20260230"])
def test_a_day_that_does_not_exist_is_told_apart(typed):
    with pytest.raises(ValidationError, match="finns inte i kalendern"):
        DatumField().clean(typed)


def test_django_s_own_date_field_does_not_take_american_dates():
    with pytest.raises(ValidationError):
        forms.DateField().clean("11/24/2026")


def test_a_month_is_its_first_day_and_is_shown_as_a_month():
    field = ManadField()
    assert field.clean("2026-11") == date(2026, 11, 1)
    assert field.widget.format_value(date(2026, 11, 1)) == "2026-11"
    for typed in ("mars 25", "2026-13", "2026"):
        with pytest.raises(ValidationError, match="ÅÅÅÅ-MM"):
            field.clean(typed)


def test_the_error_summary_counts_in_words_and_links_to_the_first_choice():
    html = render("{% error_summary form %}", form=ExampleForm({}))
    assert "Två uppgifter behöver rättas" in html
    assert '<a href="#id_mal">Skriv ett mål.</a>' in html
    assert '<a href="#id_val_0">Välj läge.</a>' in html


def test_one_error_is_singular():
    assert "En uppgift behöver rättas" in render("{% error_summary form %}", form=ExampleForm({"mal": "Kock"}))


def test_a_form_shows_the_summary_once_wherever_the_page_puts_it():
    assert render("{{ form }}", form=ExampleForm({})).count('class="error-summary"') == 1
    assert render("{% error_summary form %}{{ form }}", form=ExampleForm({})).count('class="error-summary"') == 1


def test_errors_of_the_whole_form_stand_first_in_the_summary():
    form = ExampleForm({"val": "a"})
    form.add_error(None, "Planen är redan publicerad")
    html = render("{% error_summary form %}", form=form)
    assert html.index("redan publicerad") < html.index("Skriv ett mål")


def test_a_segment_marks_the_choices_that_need_someone():
    field = forms.ChoiceField(choices=[("n", "Närvarande"), ("o", "Ogiltig")], widget=Segment(kinds={"o": "bad"}))
    html = field.widget.render("narvaro", "o", {"id": "id_narvaro"})
    assert 'class="is-bad"' in html
    assert html.count('type="radio"') == 2


def posted(**fields) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"delmal-TOTAL_FORMS": "1", "delmal-INITIAL_FORMS": "0", "delmal-0-vad": "Läsa SFI"})
    data.update(fields)
    return data


def test_a_row_is_added_without_scripting_and_nothing_is_called_wrong_yet():
    data = row_button_pressed(posted(**{"lagg-till": "delmal"}), "delmal")
    formset = show_as_typed(RowFormSet(data, prefix="delmal"))
    html = render('{% form_rows formset "vad,vem,senast" noun="delmål" add="Lägg till" %}', formset=formset)
    assert len(formset.forms) == 2
    assert formset.total_error_count() == 0
    assert 'value="Läsa SFI"' in html
    assert "has-error" not in html


def test_a_row_is_marked_for_removal_and_taken_back():
    data = row_button_pressed(posted(**{"ta-bort-0": "delmal"}), "delmal")
    assert data["delmal-0-DELETE"] == "on"
    again = row_button_pressed(posted(**{"ta-bort-0": "delmal", "delmal-0-DELETE": "on"}), "delmal")
    assert "delmal-0-DELETE" not in again


def test_a_save_or_a_button_of_another_formset_is_no_row_button():
    assert row_button_pressed(posted(spara="1"), "delmal") is None
    assert row_button_pressed(posted(**{"lagg-till": "annat", "ta-bort-0": "annat"}), "delmal") is None


def test_enter_in_a_row_saves_and_never_removes():
    html = render(
        '{% form_rows formset "vad,vem,senast" noun="delmål" add="Lägg till" %}',
        formset=RowFormSet(initial=[{"vad": "Läsa"}], prefix="delmal"),
    )
    assert html.index('name="spara"') < html.index('name="ta-bort-0"')


def test_a_tip_on_an_empty_field_of_a_row_is_tied_to_it():
    formset = RowFormSet(initial=[{"vad": "Läsa"}], prefix="delmal")
    formset.forms[0].tips = [{"field": "senast", "title": "Datum saknas", "text": "Sätt ett datum."}]
    html = render('{% form_rows formset "vad,vem,senast" noun="delmål" add="Lägg till" %}', formset=formset)
    assert 'aria-describedby="delmal-0-senast-tips"' in html
    assert "input-date is-missed" in html
    assert 'id="delmal-0-senast-tips"' in html


@pytest.mark.parametrize("sent", ["abc", "-5", "\0", "٣", "9" * 5000, ""])
def test_a_number_of_rows_that_the_page_never_wrote_counts_as_none(sent):
    data = row_button_pressed(posted(**{"lagg-till": "delmal", "delmal-TOTAL_FORMS": sent}), "delmal")
    assert data["delmal-TOTAL_FORMS"] == "1"


def test_what_django_itself_says_of_a_field_is_plain_swedish():
    class Provform(forms.Form):
        text = forms.CharField(max_length=3)
        nul = forms.CharField()
        lagt = forms.IntegerField(min_value=2)
        hogt = forms.IntegerField(max_value=2)
        val = forms.ChoiceField(choices=[("a", "A")])

    form = Provform({"text": "abcd", "nul": "a\0", "lagt": "1", "hogt": "3", "val": "b"})
    assert {namn: fel[0] for namn, fel in form.errors.items()} == {
        "text": "Texten får ha högst 3 tecken. Den har 4.",
        "nul": "Texten har ett osynligt tecken som inte går att spara. Skriv om den.",
        "lagt": "Skriv ett tal som är minst 2.",
        "hogt": "Skriv ett tal som är högst 2.",
        "val": "Valet finns inte längre. Välj ett annat i listan.",
    }
    rader = forms.formset_factory(Provform, max_num=1, validate_max=True)
    for data, text in (
        ({}, "Hela sidan kom inte fram."),
        ({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}, "högst 1 rad."),
    ):
        assert text in str(rader(data).non_form_errors())
