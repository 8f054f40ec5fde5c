"""Tells the next page that a text is saved, so that the browser throws away the copy it kept while it was written."""

SPARAT = "sparat"


def mark_saved(request, nyckel: str) -> None:
    request.session[SPARAT] = nyckel


def saved_key(request) -> str:
    return request.session.pop(SPARAT, "")
