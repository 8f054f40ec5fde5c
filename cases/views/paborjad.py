"""Registrations begun in this session: one for each number asked about, so that two windows do not mix them up.

The form carries the name of the one it shows; the number itself stays in the session.
"""

import secrets

FIELD = "paborjad"
# {"nu": name, "nummer": {name: number, "" for none}, "klara": {name: the person's key}}. A registered person's number
# is not kept, and a second click on her form ends at her.
SESSION = "paborjade"
MOST = 20


def new_name() -> str:
    """For a person without number: two such forms are two persons."""
    return secrets.token_hex(8)


def begin(request, name: str, nummer: str) -> None:
    state = _state(request)
    nummer_of = {key: value for key, value in state["nummer"].items() if key != name} | {name: nummer}
    klara = {key: pk for key, pk in state["klara"].items() if key != name}
    request.session[SESSION] = {"nu": name, "nummer": _last(nummer_of), "klara": klara}


def name(request) -> str:
    """The one that the sent form shows, else the one begun last."""
    return request.POST.get(FIELD) or _state(request)["nu"]


def number(request) -> str | None:
    """None when nothing is begun under the name."""
    return _state(request)["nummer"].get(name(request))


def registered(request) -> int | None:
    return _state(request)["klara"].get(name(request))


def finish(request, aspirant_id: int) -> None:
    state = drop(request)
    state["klara"] = _last(state["klara"] | {name(request): aspirant_id})
    request.session[SESSION] = state


def drop(request) -> dict:
    state = _state(request)
    state["nummer"].pop(name(request), None)
    request.session[SESSION] = state
    return state


def _last(kept: dict) -> dict:
    return dict(list(kept.items())[-MOST:])


def _state(request) -> dict:
    return {"nu": "", "nummer": {}, "klara": {}} | request.session.get(SESSION, {})
