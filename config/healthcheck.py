"""Exit code 0 when this container's web server answers: `python -m config.healthcheck`, for the image's health check.

Standard library only, and under a name the server accepts: it refuses hosts that are not in ALLOWED_HOSTS.
"""

import http.client
import os
import sys

PORT = 8000


def accepted_host(allowed: str) -> str:
    """A host name that the comma-separated ALLOWED_HOSTS lets in."""
    first = allowed.split(",")[0].strip()
    return first.lstrip(".") if first not in ("", "*") else "localhost"


def main() -> int:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        connection.request("GET", "/halsa/", headers={"Host": accepted_host(os.environ.get("ALLOWED_HOSTS", ""))})
        return 0 if connection.getresponse().status == 200 else 1
    except OSError:
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
