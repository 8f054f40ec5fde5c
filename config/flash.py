"""Answers after an act: what happened, to whom, and a way back. Kept by Django's messages, shown by `{% flashes %}`."""

import json

from django.contrib import messages

LEVELS = {"ok": messages.SUCCESS, "warn": messages.WARNING, "bad": messages.ERROR, "info": messages.INFO}
KINDS = {"success": "ok", "warning": "warn", "error": "bad", "info": "info", "debug": "info"}
STRUCTURED = "flash"
SAVED_DRAFTS = "sparade_utkast"


def flash(
    request,
    kind: str,
    title: str,
    text: str = "",
    *,
    label: str = "",
    url: str = "",
    post: bool = False,
    om: int | None = None,
) -> None:
    """Say what happened. `kind` is ok, warn, bad or info; `label` and `url` offer the way back (`post`: as a button).

    No personal data beyond what the next page shows anyway: messages live in the session or a cookie until read.
    A message that names a person gives her key in `om`: the page that shows it is then a reading of her.
    """
    title = title[:1].upper() + title[1:]
    body = {"title": title, "text": text, "label": label, "url": url, "post": post, "om": om}
    messages.add_message(request, LEVELS[kind], json.dumps(body, ensure_ascii=False), extra_tags=STRUCTURED)


def draft_saved(request, key: str) -> None:
    """What was written under this key (`data-draft` of its form) is stored now: the browser may forget its draft.

    Call it where the save has succeeded; the next page, after the redirect, tells the browser.
    """
    request.session[SAVED_DRAFTS] = [*request.session.get(SAVED_DRAFTS, []), key]


def take_saved_drafts(request) -> list[str]:
    """Keys to tell the browser about, each told once."""
    session = getattr(request, "session", None)
    return session.pop(SAVED_DRAFTS, []) if session else []


def read_flashes(stored, request=None) -> list[dict]:
    """Messages as the component wants them; plain messages from other apps become a title.

    Persons they name are added to `visade_i_meddelanden` of the request, for the reading log.
    """
    lasta = [_read_one(message) for message in stored]
    named = getattr(request, "visade_i_meddelanden", set())
    named.update(flash["om"] for flash in lasta if flash.get("om"))
    return lasta


def _read_one(message) -> dict:
    kind = KINDS.get(message.level_tag, "info")
    if message.extra_tags == STRUCTURED:
        return {"kind": kind, **json.loads(message.message)}
    return {"kind": kind, "title": message.message}
