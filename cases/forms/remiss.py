"""The remiss, with the advice of the municipality's rules while it is written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django import forms

from cases.enums import Ingang, Inskrivningssatt
from cases.models import AfProgram, Aspirant, Enhet, RattsligGrund, User
from cases.remissregler import ANNAT_PROGRAM, Rad, Remissfall, advise, named
from cases.services.handlaggare import selectable_coacher
from cases.services.ingangar import SAKNAR_OVERENSKOMMELSE, hints, unfit
from cases.services.remisser import Remissuppgifter
from config.forms import CheckboxList, DatumField, RadioList, RadioRow

from .afprogram import keep_within_years
from .falt import one_per_choice


def _program(nu: AfProgram | None) -> dict:
    """What the akt says of Arbetsförmedlingen today, as the form's fields."""
    if nu is None:
        return {}
    return {
        "af_program": nu.program,
        "af_program_fran": nu.fran,
        "af_program_till": nu.till,
        "af_heltid": nu.heltid,
        "af_overenskommelse": nu.overenskommelse,
    }


def judged(label: str) -> forms.TypedChoiceField:
    """Yes, no or not judged: True, False or None."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("ja", "Ja"), ("nej", "Nej"), ("", "Inte bedömt")],
        coerce={"ja": True, "nej": False}.get,
        empty_value=None,
        widget=RadioRow,
        required=False,
        initial="",
    )


class RemissForm(forms.Form):
    """What the SDF asks of the jobbtorg. `rules` is the parameter in force; `rad` is what it says of what is chosen."""

    jobbtorg = forms.ModelChoiceField(
        label="Jobbtorg",
        queryset=Enhet.objects.none(),
        empty_label="Välj",
        error_messages=one_per_choice("Välj vilket jobbtorg remissen ska till."),
    )
    coach = forms.ModelChoiceField(
        label="Coach som får se personen",
        help_text="Personen har skyddade uppgifter. Bara den du väljer ser remissen och akten på jobbtorget.",
        queryset=User.objects.none(),
        empty_label="Välj",
        error_messages=one_per_choice("Välj en coach på jobbtorget."),
    )
    fraga = forms.CharField(
        label="Frågeställning",
        help_text="Vad behöver personen, och vad vill ni veta? Skriv inte mer om hälsa än jobbtorget behöver.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Skriv vad ni frågar jobbtorget."},
    )
    ingang = forms.ChoiceField(
        label="Ingång", choices=Ingang, initial=Ingang.FORSORJNINGSSTOD, error_messages=one_per_choice("Välj ingång.")
    )
    inskrivningssatt = forms.ChoiceField(
        label="Inskrivning genom",
        choices=Inskrivningssatt,
        initial=Inskrivningssatt.GRUPPINFORMATION,
        widget=RadioList(
            help_texts={
                "gruppinformation": "Det vanliga sättet.",
                "trepartssamtal": "När ni vill vara med vid det första mötet.",
            }
        ),
        error_messages=one_per_choice("Välj hur personen ska skrivas in."),
    )
    rattslig_grund = forms.ModelChoiceField(
        label="Rättslig grund",
        queryset=RattsligGrund.objects.none(),
        empty_label="Välj",
        error_messages=one_per_choice("Välj rättslig grund."),
    )
    skal_att_prova = judged("Finns det skäl att pröva arbete, helt eller delvis?")
    langvarig_oformaga = judged("Är oförmågan att arbeta långvarig?")
    utanfor_uppdraget = forms.MultipleChoiceField(
        label="Gäller frågan något av det här?", widget=CheckboxList, required=False
    )
    af_program = forms.ChoiceField(label="Program hos Arbetsförmedlingen", required=False)
    af_program_fran = DatumField(label="Programmet från", required=False)
    af_program_till = DatumField(label="Programmet till", required=False)
    af_heltid = forms.BooleanField(
        label="Personen deltar på heltid eller får sin ersättning genom programmet", required=False
    )
    af_overenskommelse = forms.BooleanField(label="Programmet omfattas av en samverkansöverenskommelse", required=False)
    overenskommen = DatumField(
        label="Överenskommet med Arbetsförmedlingen",
        help_text="Vilken dag ni kom överens enligt etableringsplanen.",
        required=False,
    )
    avsteg_skal = forms.CharField(
        label="Skäl till avsteg",
        help_text="Varför skickas remissen fast reglerna råder till något annat?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    marks = {
        "af_program_fran": "krävs om ett program är valt",
        "overenskommen": "krävs om du inte skriver ett skäl",
    }

    def __init__(self, *args, aspirant: Aspirant, rules: Mapping, today: date, **kwargs):
        nu = AfProgram.objects.filter(aspirant=aspirant).pagaende(today).first()
        super().__init__(*args, **{"initial": _program(nu), **kwargs})
        self.aspirant, self.rules, self.today = aspirant, rules, today
        self.fields["jobbtorg"].queryset = Enhet.objects.jobbtorg().giltiga(today)
        self.fields["rattslig_grund"].queryset = RattsligGrund.objects.giltiga(today).filter(
            anvandning=RattsligGrund.Anvandning.INSKRIVNING
        )
        keep_within_years(today, self.fields["af_program_fran"], self.fields["af_program_till"])
        self.fields["af_program"].choices = [("", "Inget"), *named(rules, "karenstid"), ANNAT_PROGRAM]
        self._offer_utanfor_uppdraget()
        if aspirant.skydd:
            self.fields["coach"].queryset = self._coacher()
            self.fields["coach"].label_from_instance = self._coach_label
        else:
            del self.fields["coach"]
        for name in ("overenskommen", "avsteg_skal"):  # they stand in the advice, which is redrawn while one types
            self.fields[name].widget.attrs["hx-preserve"] = "true"
        self.rad = self._advice()
        self.fields["avsteg_skal"].required = self.rad.requires_reason("jobbtorg") or bool(self.brist)
        mer = ", eller vilken dag det är överenskommet" if self.brist == SAKNAR_OVERENSKOMMELSE else ""
        self.fields["avsteg_skal"].error_messages["required"] = f"Skriv varför remissen skickas ändå{mer}."

    def _offer_utanfor_uppdraget(self) -> None:
        """Hints are the municipality's; without any, nothing is asked."""
        if choices := named(self.rules, "utanfor_uppdraget"):
            self.fields["utanfor_uppdraget"].choices = choices
        else:
            del self.fields["utanfor_uppdraget"]

    def _coacher(self):
        return selectable_coacher(self.today).prefetch_related("medlemskap__enhet")

    def _coach_label(self, user: User) -> str:
        enheter = {str(m.enhet) for m in user.medlemskap.all() if m.enhet.slag == "jobbtorg"}
        return f"{user.namn}, {', '.join(sorted(enheter))}"

    def _typed(self, name: str):
        """The value as it stands in the field now, None when there is no such field or it is not valid yet."""
        if name not in self.fields:
            return None
        try:
            return self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None

    def _advice(self) -> Rad:
        person = self.aspirant
        fall = Remissfall(
            datum=self.today,
            arbetsformaga=person.arbetsformaga,
            forsorjningshinder=person.forsorjningshinder.kod if person.forsorjningshinder else "",
            ingang=self._typed("ingang") or Ingang.FORSORJNINGSSTOD,
            skal_att_prova=self._typed("skal_att_prova"),
            langvarig_oformaga=self._typed("langvarig_oformaga"),
            af_heltid_eller_ersattning=bool(self._typed("af_heltid")),
            af_overenskommelse=bool(self._typed("af_overenskommelse")),
            af_program=self._typed("af_program") or "",
            af_fran=self._typed("af_program_fran"),
            af_till=self._typed("af_program_till"),
            utanfor_uppdraget=tuple(self._typed("utanfor_uppdraget") or ()),
        )
        rad = advise(fall, self.rules)
        jobbtorg = self._typed("jobbtorg")
        satt, overens = self._typed("inskrivningssatt"), self._typed("overenskommen")
        mer = hints(person, fall.ingang, jobbtorg, satt, rad.inskrivningssatt, self.today, overens)
        self.brist = unfit(person, fall.ingang, jobbtorg, overens, self.today)
        self.fragar_overenskommen = fall.ingang == Ingang.NYANLANDA
        return replace(rad, papekanden=(*rad.papekanden, *mer))

    def clean(self) -> dict:
        cleaned = super().clean()
        self._clean_program(cleaned)
        if not self.fragar_overenskommen:
            self._forget(cleaned, "overenskommen")
        if not self.fields["avsteg_skal"].required:
            self._forget(cleaned, "avsteg_skal")
        if (dag := cleaned.get("overenskommen")) and dag > self.today:
            self.add_error("overenskommen", "Dagen ligger i framtiden. Skriv den dag ni kom överens.")
        coach, jobbtorg = cleaned.get("coach"), cleaned.get("jobbtorg")
        if coach and jobbtorg and jobbtorg not in [m.enhet for m in coach.medlemskap_den(self.today)]:
            self.add_error("coach", f"{coach.namn} arbetar inte på {jobbtorg}. Välj en coach där.")
        return cleaned

    def _forget(self, cleaned: dict, name: str) -> None:
        """What was typed before something else was chosen that does not ask for it: kept on the page, not sent."""
        self.errors.pop(name, None)
        cleaned[name] = self.fields[name].to_python("")

    def _clean_program(self, cleaned: dict) -> None:
        program, fran, till = (cleaned.get(f) for f in ("af_program", "af_program_fran", "af_program_till"))
        if (fran or till or cleaned.get("af_heltid")) and not program and "af_program" not in self.errors:
            self.add_error("af_program", "Välj vilket program det gäller.")
        if program and not fran and "af_program_fran" not in self.errors:
            self.add_error("af_program_fran", "Skriv vilken dag programmet började.")
        if fran and till and till < fran:
            self.add_error("af_program_till", "Programmets slut kan inte ligga före dess början.")

    def uppgifter(self) -> Remissuppgifter:
        data = self.cleaned_data
        direct = ("jobbtorg", "fraga", "ingang", "inskrivningssatt", "rattslig_grund", "avsteg_skal")
        program = ("af_program", "af_program_fran", "af_program_till", "af_heltid", "af_overenskommelse")
        return Remissuppgifter(
            rad=self.rad,
            coach=data.get("coach"),
            overenskommen=data.get("overenskommen"),
            **{name: data[name] for name in (*direct, *program)},
        )


class AterremissForm(forms.Form):
    """Why the jobbtorg sends the remiss back."""

    skal = forms.CharField(
        label="Skäl till återremiss",
        help_text="Stadsdelen läser det du skriver. Säg vad som saknas eller varför jobbtorget inte kan ta emot.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv varför remissen skickas tillbaka."},
    )
