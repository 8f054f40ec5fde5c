"""Inskrivning at a jobbtorg, with an optional consent."""

from collections.abc import Mapping
from datetime import date

from django import forms

from cases.enums import Inskrivningssatt, Malgrupp
from cases.models import Aspirant, Enhet, Parameter, RattsligGrund, Remiss, Samtycke, User
from cases.services.handlaggare import selectable_coacher
from cases.services.inskrivningar import Inskrivningsuppgifter, Samtyckesuppgifter, malgrupper, otherwise
from cases.services.remisser import AlreadyAnsweredError
from cases.services.samtycken import OVER
from config.dates import add_months, local_date
from config.forms import DatumField, RadioRow

from .falt import one_per_choice
from .samtycke import limits_field, type_field


class InskrivningForm(forms.Form):
    """How and when the person was enrolled, on which ground, and who is the coach."""

    svarar_pa = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """The remiss that the page was drawn with, nothing when there was none."""
    inskriven = DatumField(label="Inskriven", error_messages={"required": "Skriv vilken dag personen skrevs in."})
    fore_remissen = forms.BooleanField(
        label="Det stämmer att personen skrevs in före remissen skickades", required=False
    )
    inskrivningssatt = forms.ChoiceField(
        label="Inskriven genom",
        choices=Inskrivningssatt,
        widget=RadioRow,
        error_messages=one_per_choice("Välj hur personen skrevs in."),
    )
    malgrupp = forms.ChoiceField(
        label="Målgrupp",
        help_text="Målgrupper användes till och med 2018-08-31.",
        choices=Malgrupp,
        widget=RadioRow,
        error_messages=one_per_choice("Välj målgrupp, som gällde den dagen."),
    )
    rattslig_grund = forms.ModelChoiceField(
        label="Rättslig grund",
        queryset=RattsligGrund.objects.none(),
        empty_label="Välj",
        error_messages=one_per_choice("Välj rättslig grund."),
    )
    annorlunda_skal = forms.CharField(
        label="Skriver ni in på annat sätt än remissen frågar?",
        help_text="Till exempel en annan insats, ett annat sätt eller en annan grund. Stadsdelen läser skälet.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    coach = forms.ModelChoiceField(
        label="Coach",
        queryset=User.objects.none(),
        empty_label=None,
        error_messages=one_per_choice("Välj coach."),
    )
    samtycke = forms.BooleanField(
        label="Personen samtycker till att uppgifter lämnas till stadsdelen",
        help_text="Samtycket kan tas tillbaka när som helst.",
        required=False,
    )
    typer = type_field(required=False)
    omfattning = limits_field()
    satt = forms.ChoiceField(label="Lämnat", choices=Samtycke.Satt, widget=RadioRow, required=False)
    samtycke_till = DatumField(label="Samtycket gäller till och med", required=False)
    marks = {"annorlunda_skal": "krävs om ni gör det"} | dict.fromkeys(
        ("typer", "satt", "samtycke_till"), "krävs om personen samtycker"
    )

    def __init__(
        self,
        *args,
        aspirant: Aspirant,
        jobbtorg: Enhet,
        remiss: Remiss | None,
        by: User,
        rules: Mapping,
        today: date,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.aspirant, self.remiss, self.today = aspirant, remiss, today
        self.langst = add_months(today, Parameter.objects.varde("samtycke_manader", today))
        self.fields["rattslig_grund"].queryset = RattsligGrund.objects.giltiga(today).filter(
            anvandning=RattsligGrund.Anvandning.INSKRIVNING
        )
        self.fields["coach"].queryset = selectable_coacher(today, jobbtorg)
        self.initial = self._initial(by, remiss) | self.initial
        self._drop_malgrupp(rules)
        if remiss is None:
            del self.fields["fore_remissen"], self.fields["annorlunda_skal"]
        if aspirant.sdf is None:
            for name in ("samtycke", "typer", "omfattning", "satt", "samtycke_till"):
                del self.fields[name]

    def _initial(self, by: User, remiss: Remiss | None) -> dict:
        return {
            "svarar_pa": remiss.pk if remiss else None,
            "inskriven": self.today,
            "inskrivningssatt": remiss.inskrivningssatt if remiss else Inskrivningssatt.GRUPPINFORMATION,
            "rattslig_grund": remiss.rattslig_grund_id if remiss else None,
            "coach": by.pk,
            "satt": Samtycke.Satt.SKRIFTLIGT,
            "samtycke_till": self.langst,
        }

    def _drop_malgrupp(self, rules: Mapping) -> None:
        """Target groups exist only for dates in their period; else nothing is asked."""
        try:
            dag = self.fields["inskriven"].clean(self["inskriven"].value())
        except forms.ValidationError:
            dag = self.today
        if not malgrupper(dag, rules):
            del self.fields["malgrupp"]

    def clean(self) -> dict:
        cleaned = super().clean()
        self._ask_about_the_remiss(cleaned.get("svarar_pa"))
        dag = cleaned.get("inskriven")
        if dag and dag > self.today:
            self.add_error("inskriven", "Inskrivningen kan inte ligga i framtiden.")
        skickad = local_date(self.remiss.skickad_at) if self.remiss else None
        if dag and skickad and dag < skickad and not cleaned.get("fore_remissen"):
            text = f"Remissen skickades {skickad}. Markera att dagen före stämmer, eller ändra dagen."
            self.add_error("fore_remissen", text)
        self._ask_why(cleaned)
        if cleaned.get("samtycke"):
            self._clean_samtycke(cleaned)
        return cleaned

    def _ask_about_the_remiss(self, lasta: int | None) -> None:
        """It was answered or ended while this was written, or another has come: sent again is a choice made knowing."""
        nu = self.remiss.pk if self.remiss else None
        if "svarar_pa" not in self.data or lasta == nu:
            return
        fore = Remiss.objects.filter(pk=lasta, aspirant=self.aspirant).exclude(svar="").first()
        delar = [str(AlreadyAnsweredError(fore))] if fore else []
        if self.remiss:
            delar.append(f"En remiss från {self.remiss.sdf} har kommit medan du skrev. Läs den först.")
        elif skal := self.data.get("annorlunda_skal", ""):
            delar.append(f"Skriver du in ändå är det utan remiss, och stadsdelen ser inte det du skrev: {skal[:1000]}")
        else:
            delar.append("Skriver du in ändå är det utan remiss.")
        self.data = self.data.copy()
        self.data["svarar_pa"] = str(nu or "")
        self.add_error(None, " ".join(delar))

    def _ask_why(self, cleaned: dict) -> None:
        """Otherwise than the remiss asks is allowed, with a reason that the SDF reads."""
        satt, grund = cleaned.get("inskrivningssatt"), cleaned.get("rattslig_grund")
        if not self.remiss or not satt or not grund or cleaned.get("annorlunda_skal"):
            return
        if text := otherwise(self.remiss, satt, grund):
            self.add_error("annorlunda_skal", text)

    def _clean_samtycke(self, cleaned: dict) -> None:
        till, dag = cleaned.get("samtycke_till"), cleaned.get("inskriven")
        if not cleaned.get("typer") and "typer" not in self.errors:
            self.add_error("typer", "Välj vilka handlingar samtycket omfattar.")
        if not cleaned.get("satt") and "satt" not in self.errors:
            self.add_error("satt", "Välj om samtycket är skriftligt eller muntligt.")
        if not till and "samtycke_till" not in self.errors:
            self.add_error("samtycke_till", "Skriv hur länge samtycket gäller.")
        if till and dag and till < dag:
            self.add_error("samtycke_till", "Samtycket kan inte sluta gälla innan det börjar.")
        elif till and till < self.today:
            self.add_error("samtycke_till", OVER)
        if till and till > self.langst:
            self.add_error("samtycke_till", f"Ett samtycke gäller längst till {self.langst}. Förnya det sedan.")

    def uppgifter(self) -> Inskrivningsuppgifter:
        data = self.cleaned_data
        samtycke = None
        if data.get("samtycke"):
            samtycke = Samtyckesuppgifter(
                typer=data["typer"], omfattning=data["omfattning"], satt=data["satt"], till=data["samtycke_till"]
            )
        return Inskrivningsuppgifter(
            malgrupp=data.get("malgrupp", ""),
            fore_remissen=data.get("fore_remissen", False),
            annorlunda_skal=data.get("annorlunda_skal", ""),
            samtycke=samtycke,
            **{name: data[name] for name in ("inskriven", "inskrivningssatt", "rattslig_grund", "coach")},
        )
