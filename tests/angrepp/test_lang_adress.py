"""An overlong address is told in Swedish by us, not in English by the server in front of us."""

import shlex
from pathlib import Path

import pytest
from gunicorn.config import Config

from config.demo import programs
from config.headers import LongAddressMiddleware

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("url", ["/?visa=", "/akter/", "/logga-in/?next="])
def test_an_overlong_address_is_a_page_with_headers(client, db, url):
    answer = client.get(url + "x" * LongAddressMiddleware.LONGEST)
    assert answer.status_code == 414
    assert "Adressen är för lång" in answer.content.decode()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"]


def test_an_address_of_ordinary_length_is_not(client, db):
    assert client.get("/logga-in/?next=" + "x" * 1000).status_code == 200


def test_gunicorn_takes_more_than_we_do():
    docker = (ROOT / "Dockerfile").read_text()
    image = shlex.split(docker[docker.index('"gunicorn"') :].replace("\\\n", "").replace(",", "").rstrip("]\n"))
    for words in (image[1:], programs(8000, Path("/tmp"))["web"][1:]):
        given = Config().parser().parse_args(words).limit_request_line
        assert 2 * LongAddressMiddleware.LONGEST < given <= 8190
