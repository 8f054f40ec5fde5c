"""Every component on one page, for those who build. The URL exists only when DEBUG or DEMO is on."""

from datetime import date, time, timedelta

from django import forms
from django.shortcuts import render

from config.components import Action, Fact, Link, PersonHeader
from config.forms import DatumField, ManadField, RadioList, RadioRow, Segment

TODAY = date(2026, 11, 24)


class GalleryForm(forms.Form):
    """Every kind of field the product uses."""

    uppfoljning = DatumField(label="Nästa uppföljning", help_text="Senast om tre månader.")
    sedan = ManadField(label="Försörjningsstöd sedan", help_text="Första månaden i perioden.")
    hinder = forms.ChoiceField(
        label="Försörjningshinder",
        help_text="Socialstyrelsens lista.",
        choices=[("arbetslos", "Arbetslös, ingen ersättning"), ("sprakhinder", "Språkhinder")],
    )
    barn = forms.IntegerField(
        label="Barn under 18 år", error_messages={"required": "Skriv hur många barn som bor i hushållet"}
    )
    ord = forms.CharField(label="Med personens egna ord", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    barn_under_8 = forms.ChoiceField(
        label="Bor ett barn under 8 år i hushållet?", choices=[("ja", "Ja"), ("nej", "Nej")], widget=RadioRow
    )
    narvaro = forms.ChoiceField(
        label="Närvaro",
        choices=[("narvarande", "Närvarande"), ("giltig", "Giltig"), ("ogiltig", "Ogiltig")],
        widget=Segment(kinds={"giltig": "warn", "ogiltig": "bad"}),
    )
    formaga = forms.ChoiceField(
        label="Arbetsförmåga",
        help_text="Din bedömning i dag. Den styr vart remissen går.",
        choices=[("76-100", "76–100 procent"), ("51-75", "51–75 procent"), ("0", "0 procent")],
        widget=RadioList(
            help_texts={"76-100": "Upp till 40 timmar i veckan", "51-75": "Upp till 30 timmar", "0": "Ingen remiss"}
        ),
        error_messages={"required": "Välj arbetsförmåga"},
    )
    skicka = forms.BooleanField(
        label="Skicka till Sara Nyberg, SDF Spånga-Tensta",
        help_text="Grund: samtycke 2026-05-25. Kartläggning och anteckningar lämnas inte ut.",
        required=False,
    )


FILLED = {
    "uppfoljning": "2027-01-08",
    "sedan": "2025-03",
    "hinder": "sprakhinder",
    "barn": "2",
    "ord": "Jag vill laga mat till barn.",
    "barn_under_8": "ja",
    "narvaro": "narvarande",
    "formaga": "51-75",
    "skicka": "on",
}

PERSON = PersonHeader(
    namn="Amal Nuur Warsame",
    nummer="198804192386",
    alder=38,
    facts=[
        Fact(label="Språk", text="Somaliska", note="Tolk behövs", line="Tolk: somaliska", icon="languages"),
        Fact(label="Coach", text="Carl Wikström", note="Jobbtorg Kista", line="Carl Wikström, Jobbtorg Kista"),
        Fact(
            label="Socialsekreterare",
            text="Sara Nyberg",
            note="SDF Spånga-Tensta",
            line="Sara Nyberg, SDF Spånga-Tensta",
        ),
        Fact(label="Inskriven", text="183 dagar", note="sedan 2026-05-25, andra gången", line="183 dagar"),
        Fact(label="Funktionstrappan", text="Steg 3 av 6", note="Sysselsättning", step=3),
        Fact(label="Nästa tidsgräns", deadline=TODAY, tid=time(9, 30), note="Trepartssamtal"),
    ],
    actions=[
        Action(label="Ny anteckning", url="#", icon="square-pen"),
        Action(label="Boka", url="#", icon="calendar-days"),
    ],
    more_actions=[Action(label="Avsluta inskrivningen", url="#"), Action(label="Skriv ut akten", url="#")],
)

TABS = [
    Link(label=label, url="#", current=label == "Översikt")
    for label in (
        "Översikt",
        "Jobbplan",
        "Kartläggning",
        "Insatser och närvaro",
        "Samtal",
        "Utlämnanden",
        "Uppföljning",
        "Handlingar",
        "Logg",
    )
]


def gallery(request):
    context = {
        "today": TODAY,
        "days": [TODAY - timedelta(days=7), TODAY, TODAY + timedelta(days=2), date(2026, 12, 18)],
        "person": PERSON,
        "tabs": TABS,
        "filled_form": GalleryForm(initial=FILLED),
        "wrong_form": GalleryForm({**FILLED, "sedan": "mars 25", "barn": "", "formaga": ""}, auto_id="fel_%s"),
    }
    return render(request, "gallery/gallery.html", context)
