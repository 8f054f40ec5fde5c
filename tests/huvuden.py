"""The headers that every answer has (config/headers.py)."""

from config.headers import HEADERS

# A file of somebody else's making is opened, if at all, where nothing runs
FILES = {"cases:bilaga": "sandbox; default-src 'none'"}


def missing(response, own_policy: str = "") -> list[str]:
    """Headers that the answer lacks or that say something else. `own_policy` may stand instead of the house's."""
    policy = response.headers.get("Content-Security-Policy", "")
    faults = [name for name, value in HEADERS.items() if response.headers.get(name) != value]
    if own_policy and response.status_code == 200:
        return [*faults, *(["Content-Security-Policy"] if policy != own_policy else [])]
    if "unsafe" in policy or "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
        faults.append("Content-Security-Policy")
    return faults


def faults(role: str, name: str, response) -> list[str]:
    """What the answer to a role lacks; what somebody who is logged in has been shown is not kept by the browser."""
    found = missing(response, FILES.get(name, ""))
    cache = response.headers.get("Cache-Control", "")
    if role != "anonym" and "no-store" not in cache and name not in ("tema", "halsa"):
        found.append(f"Cache-Control: {cache}")
    return found
