"""The private Redis: one unix socket, nothing on disk."""

import os
import shutil
import socket
import subprocess

from config.private.accounts import Account
from config.private.messages import Trouble
from config.private.places import Places
from config.private.processes import end, living_in, wait_until

CONFIGURATION = """\
port 0
unixsocket "{run}/redis.sock"
unixsocketperm 700
daemonize yes
pidfile "{run}/redis.pid"
logfile "{log}/redis.log"
dir "{run}"
save ""
appendonly no
databases 16
maxmemory-policy noeviction
"""


class PrivateRedis:
    def __init__(self, places: Places, account: Account):
        self.places = places
        self.account = account

    def start(self) -> bool:
        """Start it unless it answers; True when it was started."""
        if self.answers():
            return False
        self._end_leftovers()
        settings = self.places.run / "redis.conf"
        settings.write_text(configuration(self.places))
        self.account.adopt(settings)
        options = {"cwd": self.places.run, "stdout": subprocess.DEVNULL} | self.account.process_options()
        subprocess.run([_binary(), str(settings)], check=True, **options)
        if not wait_until(self.answers, 15):
            raise Trouble(f"Redis does not answer; {self.places.log / 'redis.log'} says why")
        return True

    def stop(self) -> None:
        self._ask(b"SHUTDOWN NOSAVE\r\n")
        self._end_leftovers()

    def answers(self) -> bool:
        return self._ask(b"PING\r\n") == b"+PONG\r\n"

    def _ask(self, command: bytes) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(5)
                connection.connect(str(self.places.redis_socket))
                connection.sendall(command)
                return connection.recv(64)
        except OSError:
            return b""

    def _end_leftovers(self) -> None:
        end(living_in(self.places.run, self.account))


def configuration(places: Places) -> str:
    return CONFIGURATION.format(run=places.run, log=str(places.log).replace('"', '\\"'))


def _binary() -> str:
    found = shutil.which("redis-server", path=os.environ.get("PATH", "") + ":/usr/bin:/usr/local/bin")
    if not found:
        raise Trouble("redis-server is not installed; `make demo` installs it")
    return found
