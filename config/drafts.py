"""Tells the next page that a text is saved, so that the browser throws away the copy it kept while it was written."""

SAVED = "sparat"


def mark_saved(request, key: str) -> None:
    """The draft that the form called `data-draft="<key>"` is no longer needed."""
    request.session[SAVED] = key


def saved_key(request) -> str:
    """The key to put in <meta name="sparat">, once."""
    return request.session.pop(SAVED, "")
