"""The frozen documents of this room: remiss, återremiss, and an utdrag of any document."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from cases.dokument import Del, Dokument
from cases.models import Aspirant, Enhet, Remiss, User
from config.dates import local_date
from config.formatting import format_nummer
from config.pdf import render_pdf


def utdrag_pdf(
    aspirant: Aspirant, dokument: Dokument, delar: Sequence[Del], enhet: Enhet, by: User, now: datetime
) -> bytes:
    """The named parts and nothing else of the document."""
    return _render("pdf/utdrag.html", utdrag_context(aspirant, dokument, delar, by, now), enhet, now)


def utdrag_context(aspirant: Aspirant, dokument: Dokument, delar: Sequence[Del], by: User, now: datetime) -> dict:
    return {
        **_brev(f"Utdrag ur {dokument.titel}", aspirant, now),
        "fakta": [
            *_person(aspirant),
            ("Taget ur", dokument.titel),
            ("Delar", ", ".join(del_.namn for del_ in delar)),
            ("Upprättat av", f"{by}, {dokument.enhet}"),
        ],
        "delar": delar,
    }


def remiss_pdf(remiss: Remiss, *, program: str, now: datetime) -> bytes:
    """The question as it is sent. `program` is what the AF programme is called."""
    return _render("pdf/remiss.html", remiss_context(remiss, program, now), remiss.sdf, now)


def remiss_context(remiss: Remiss, program: str, now: datetime) -> dict:
    fran, till = remiss.af_program_fran, remiss.af_program_till
    dagar = f" från {fran}" + (f" till {till}" if till else "") if fran else ""
    return {
        **_brev(f"Remiss till {remiss.jobbtorg}", remiss.aspirant, now),
        "fakta": [
            *_person(remiss.aspirant),
            ("Från", f"{remiss.skickad_av}, {remiss.sdf}"),
            ("Till", str(remiss.jobbtorg)),
            ("Svar senast", f"{remiss.svar_senast}"),
            ("Ingång", remiss.get_ingang_display()),
            ("Inskrivning genom", remiss.get_inskrivningssatt_display()),
            ("Rättslig grund", _grund(remiss)),
            *([("Överenskommet", f"{remiss.overenskommen}")] if remiss.overenskommen else []),
            *([("Program hos Arbetsförmedlingen", f"{program}{dagar}")] if program else []),
        ],
        "remiss": remiss,
    }


def aterremiss_pdf(remiss: Remiss, *, now: datetime) -> bytes:
    """The reason for sending it back, with the question it answers."""
    return _render("pdf/remiss.html", aterremiss_context(remiss, now), remiss.jobbtorg, now)


def aterremiss_context(remiss: Remiss, now: datetime) -> dict:
    return {
        **_brev(f"Återremiss till {remiss.sdf}", remiss.aspirant, now),
        "fakta": [
            *_person(remiss.aspirant),
            ("Från", f"{remiss.besvarad_av}, {remiss.jobbtorg}"),
            ("Till", str(remiss.sdf)),
            ("Remissen skickades", f"{local_date(remiss.skickad_at)}"),
            ("Rättslig grund", _grund(remiss)),
        ],
        "remiss": remiss,
        "aterremiss": True,
    }


def _grund(remiss: Remiss) -> str:
    grund = remiss.rattslig_grund
    return f"{grund.namn}, {grund.paragraf}" if grund.paragraf else grund.namn


def _person(aspirant: Aspirant) -> list[tuple[str, str]]:
    return [("Personnummer", format_nummer(aspirant.nummer))]


def _brev(titel: str, aspirant: Aspirant, now: datetime) -> dict:
    dag = f"{local_date(now)}"
    return {
        "rubrik": titel,
        "underrubrik": f"{aspirant.fornamn} {aspirant.efternamn}",
        "kommun": settings.KOMMUN,
        "datum": dag,
        "sidfot": f"{titel}, {dag}",
    }


def _render(mall: str, context: dict, enhet: Enhet, now: datetime) -> bytes:
    context["forvaltning"] = str(enhet)
    return render_pdf(mall, context, title=context["rubrik"], now=now, organisation=settings.KOMMUN)
