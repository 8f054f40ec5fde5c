"""What the fields of insatser hold (house.md 18). The catalogue names no person."""

from cases.personuppgifter import KOD
from cases.uppgiftsregister import Falt

FALT = {
    "Trappsteg": Falt(vanlig=f"{KOD} nummer slag"),
    "Insatsslag": Falt(vanlig=f"{KOD} aktivitetsslag utan_tidsgrans kraver_formaga"),
    "Insats": Falt(
        vanlig="giltig_fran giltig_till namn anordnare enhet slag steg klass innehall kriterier handledare platser"
        " platser_andra timmar_per_vecka"
    ),
    "Avbrottsorsak": Falt(vanlig=KOD),
    "Placeringsresultat": Falt(vanlig=KOD),
    "Placering": Falt(
        vanlig="created_at",
        person="aspirant insats enhet fran till omprovas timmar_per_vecka avslutad slutsatt skapad_av",
        kanslig="skydd",
    ),
    "Genomforandeplan": Falt(
        person="aspirant namnd placering handledare",
        kanslig="skydd syfte avbrottsorsak resultat kommentar",
        fritext="syfte kommentar handledare",
    ),
}
