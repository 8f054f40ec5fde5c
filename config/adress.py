"""Where a request comes from, also behind proxies."""

from ipaddress import ip_address, ip_network

from django.conf import settings

UNKNOWN = "okänd"


def client_address(request) -> str:
    """The client's address as the outermost of our own proxies saw it; an IPv6 network of 64 bits counts as one.

    Each proxy adds the address it was asked from to the right of X-Forwarded-For, so with TRUSTED_PROXIES proxies of
    ours the client stands that many from the right. What stands further left is the client's own claim.
    """
    hops = settings.TRUSTED_PROXIES
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if hops and chain:
        return _network(chain[-min(hops, len(chain))])
    return _network(request.META.get("REMOTE_ADDR", ""))


def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return UNKNOWN
    if address.version == 6:
        return str(ip_network((address, 64), strict=False))
    return str(address)
