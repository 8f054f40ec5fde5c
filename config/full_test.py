"""`make test`: lint, import and migration checks, then every test, on private servers that are stopped afterwards.

The tests come last and always run, so that pytest's closing line ends the output; a failed check still fails the whole.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from config.private.children import end_with_parent, private_environment, raise_on_signals, spawn
from config.private.messages import Trouble, complain, say
from config.private.processes import end
from config.services import ROOT, borrowed

BIN = Path(sys.executable).parent
LINT = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "imports": ["lint-imports", "--no-logo"],
}
DJANGO = {
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "system checks": ["python", "manage.py", "check", "--fail-level", "WARNING"],
}


def run_checks(checks: dict[str, list[str]]) -> bool:
    """Run each, saying which failed; True when none did."""
    failed = [name for name, command in checks.items() if not _passes(command)]
    for name in failed:
        complain(f"FAILED: {name} ({' '.join(checks[name])})")
    return not failed


def run_tests(arguments: list[str]) -> int:
    """pytest's exit code. Two processes at least, four at most: each has a database of its own."""
    processes = str(max(2, min(4, os.cpu_count() or 2)))
    command = [str(BIN / "python"), "-m", "pytest", "-n", processes, *arguments]
    child = spawn(command, cwd=ROOT, env=private_environment())
    try:
        return child.wait()
    except KeyboardInterrupt:
        end([child.pid], gently=signal.SIGINT, patience=30)
        child.wait()
        raise


def _passes(command: list[str]) -> bool:
    program = [str(BIN / command[0]), *command[1:]]
    return subprocess.run(program, cwd=ROOT, env=private_environment(), check=False).returncode == 0


def _run_all(arguments: list[str]) -> int:
    clean = run_checks(LINT)
    if arguments == ["--lint-only"]:
        return 0 if clean else 1
    with borrowed():
        clean = run_checks(DJANGO) and clean
        if not clean:
            say("checks failed, see above; the tests follow")
        return run_tests(arguments) or (0 if clean else 1)


def main(arguments: list[str]) -> int:
    end_with_parent()
    raise_on_signals()
    try:
        return _run_all(arguments)
    except (Trouble, PermissionError) as trouble:
        complain(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
