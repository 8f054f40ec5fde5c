"""A real SMTP server on the machine's own address, for the tests of what is sent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Brevlada:
    """What the server has taken: (recipients, message). `svara` may answer otherwise, by recipient, or raise."""

    def __init__(self):
        self.mejl: list[tuple[list[str], object]] = []
        self.svara: Callable[[str], str | None] = lambda till: None

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if nekas := self.svara(address):
            return nekas
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mejl.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 Taget"

    @property
    def till(self) -> list[str]:
        return [adress for adresser, _ in self.mejl for adress in adresser]


class Server(Controller):
    """On a port that the machine chooses: the package would knock on port 0 to see whether it answers."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtpserver(settings) -> Iterator[Brevlada]:
    """Runs it, and points Django there."""
    lada = Brevlada()
    server = Server(lada, hostname="127.0.0.1", port=0)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = False
    settings.SITE_URL = "https://jobbakten.example"
    try:
        yield lada
    finally:
        server.stop()
