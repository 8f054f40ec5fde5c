"""`make bench`: the loads that have a limit, in a database of their own; a table, and var/bench.json.

    .venv/bin/python -m bench [--rows 1000000] [--akter 20000] [--rounds 2]
    .venv/bin/python -m bench sidor [...]    the pages at two sizes of the city, see bench/sidor.py

Times are seconds on this machine at this moment; the ratio to plain COPY is of the same run and travels better.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.akter import write_file
from config.services import ROOT, borrowed, urls

TODAY = "2026-11-24"


def run(env: dict[str, str], *arguments: str) -> dict:
    """A command of the product with --json: what it says, and the seconds that PostgreSQL and Python took together."""
    done = subprocess.run([sys.executable, "manage.py", *arguments, "--json"], cwd=ROOT, env=env, capture_output=True)
    if done.returncode != 0:
        raise SystemExit(done.stdout.decode() + done.stderr.decode())
    return json.loads(done.stdout)


def measure(env: dict[str, str], options: argparse.Namespace) -> dict:
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "akter.csv"
        write_file(path, options.akter)
        return {
            "import_akter": run(env, "import_akter", str(path), "--create-units"),
            "run_uppfoljning": run(env, "run_uppfoljning", "--today", TODAY),
            "run_uppfoljning igen": run(env, "run_uppfoljning", "--today", TODAY),
            "import_forsorjningsstod": register(env, options),
        }


def register(env: dict[str, str], options: argparse.Namespace) -> list[dict]:
    command = [sys.executable, "-m", "bench.register", "--rows", str(options.rows), "--rounds", str(options.rounds)]
    done = subprocess.run([*command, "--json"], cwd=ROOT, env=env, check=True, capture_output=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    if sys.argv[1:2] == ["sidor"]:
        from bench import sidor

        return sidor.main(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--akter", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with borrowed(), database() as env:
        found = measure(env, options)
    (ROOT / "var" / "bench.json").write_text(json.dumps(found, ensure_ascii=False, indent=2))
    for name, answer in found.items():
        for row in answer if isinstance(answer, list) else [answer]:
            sys.stdout.write(f"{name:25} {json.dumps(row, ensure_ascii=False)}\n")
    return None


class database:
    """A database that is there only for the run."""

    def __init__(self, name: str = f"bench_{os.getpid()}"):
        self.name = name

    def __enter__(self) -> dict[str, str]:
        self._execute(f"CREATE DATABASE {self.name}")
        private = urls()
        env = {"DATABASE_URL": private["database"], "DATABASE_OWNER_URL": private["database_owner"]}
        return {
            **os.environ,
            "DEMO": "1",
            **{key: value.replace("/jobbakten?", f"/{self.name}?") for key, value in env.items()},
        }

    def __exit__(self, *exc) -> None:
        self._execute(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        import psycopg

        address = urls()["database_owner"].replace("/jobbakten?", "/postgres?")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


if __name__ == "__main__":
    main()
