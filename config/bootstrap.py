"""What a fresh machine lacks: system packages, then .venv with the pinned dependencies.

`python3 -m config.bootstrap [--tests]`, standard library only; with --tests also the browser. A second run finds all
in place and is done in a blink.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from config.private.messages import Trouble, complain, say
from config.private.packages import TO_RUN, TO_TEST, install_missing

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = "requirements-dev.txt"
STAMP = "jobbakten.stamp"


def ensure_venv(root: Path = ROOT) -> None:
    """Make .venv anew unless it was finished from the very same requirements. A linked one is its owner's to keep."""
    venv = root / ".venv"
    wanted = stamp(root)
    if venv.is_symlink() or _is_finished(venv, wanted):
        return
    say("installing the pinned dependencies into .venv")
    (venv / STAMP).unlink(missing_ok=True)
    _run(sys.executable, "-m", "venv", "--clear", str(venv))
    pip = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    _run(*pip, "--require-hashes", "--requirement", str(root / REQUIREMENTS))
    (venv / STAMP).write_text(wanted)


def stamp(root: Path) -> str:
    """What .venv was made of. Its own path too: a virtual environment does not survive being moved."""
    requirements = hashlib.sha256((root / REQUIREMENTS).read_bytes()).hexdigest()
    return f"{requirements} {sys.version_info[0]}.{sys.version_info[1]} {root / '.venv'}\n"


def _is_finished(venv: Path, wanted: str) -> bool:
    mark = venv / STAMP
    return mark.exists() and mark.read_text() == wanted and os.access(venv / "bin" / "python", os.X_OK)


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False)
    if done.returncode:
        raise Trouble(f"`{' '.join(command)}` failed; its own words are above. Run this again when that is mended")


def main(arguments: list[str]) -> int:
    needs = TO_RUN | (TO_TEST if "--tests" in arguments else {})
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_missing(needs)
        ensure_venv()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (Trouble, PermissionError) as trouble:
        complain(str(trouble))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
