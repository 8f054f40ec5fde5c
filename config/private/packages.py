"""Distribution packages that the product needs: which are missing, and installing them on Debian and its like."""

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from config.private.messages import Trouble, say
from config.private.postgres import installed_versions

FONTS = Path("/usr/share/fonts")
# Nothing of the machine's own may start, stop or change while apt works. policy-rc.d answers 101, "not allowed", to
# every maintainer script, and Debian makes no database cluster when told so. What stood there before stays. Redis
# would otherwise come up at the next boot. Both files carry our mark, so that a killed run's are known and removed.
INSTALL = """\
set -eu
mark='made for the set-up of jobbakten, safe to remove'
policy=/usr/sbin/policy-rc.d
cluster=/etc/postgresql-common/createcluster.d/jobbakten.conf
had_redis=$(command -v redis-server || true)
tidy() {
  rm -f "$cluster"
  if grep -qs "$mark" "$policy"; then rm -f "$policy"; fi
}
trap tidy EXIT
trap 'exit 130' INT TERM HUP
mkdir -p "${cluster%/*}"
printf '# %s\\ncreate_main_cluster = false\\n' "$mark" > "$cluster"
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\\n# %s\\nexit 101\\n' "$mark" > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=300 update || true
apt-get -qq -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends "$@"
if [ -z "$had_redis" ]; then
  deb-systemd-helper disable redis-server.service >/dev/null 2>&1 || true
  update-rc.d redis-server disable >/dev/null 2>&1 || true
fi
"""


def _loads(library: str) -> Callable[[], bool]:
    def loads() -> bool:
        try:
            ctypes.CDLL(library)
        except OSError:
            return False
        return True

    return loads


def _has_command(*names: str) -> Callable[[], bool]:
    path = os.environ.get("PATH", "") + ":/usr/bin:/usr/local/bin"
    return lambda: any(shutil.which(name, path=path) for name in names)


def _has_font(name: str) -> Callable[[], bool]:
    debian = FONTS / "truetype" / "dejavu" / name
    return lambda: debian.exists() or next(FONTS.rglob(name), None) is not None


def _has_contrib() -> bool:
    """Debian keeps PostgreSQL's extensions apart from its programs; other places have them together."""
    return not Path("/usr/lib/postgresql").exists() or any(
        Path("/usr/share/postgresql").glob("*/extension/pg_trgm.control")
    )


# Package: what shows that it, or its like from elsewhere, is there.
TO_RUN: dict[str, Callable[[], bool]] = {
    "postgresql": lambda: bool(installed_versions()),
    "postgresql-contrib": _has_contrib,
    "redis-server": _has_command("redis-server"),
    "python3-venv": lambda: importlib.util.find_spec("ensurepip") is not None,
    "libpango-1.0-0": _loads("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": _loads("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": _loads("libharfbuzz-subset.so.0"),
    "fonts-dejavu-core": _has_font("DejaVuSans.ttf"),
    "fonts-dejavu-extra": _has_font("DejaVuSans-Oblique.ttf"),
}
TO_TEST: dict[str, Callable[[], bool]] = {
    "chromium-headless-shell": _has_command("chromium-headless-shell"),
}


def missing_packages(needs: dict[str, Callable[[], bool]]) -> list[str]:
    missing = [package for package, is_there in needs.items() if not is_there()]
    # Without PostgreSQL nothing can be said of its extensions yet
    return (
        [*missing, "postgresql-contrib"] if "postgresql" in missing and "postgresql-contrib" not in missing else missing
    )


def install_missing(needs: dict[str, Callable[[], bool]]) -> None:
    missing = missing_packages(needs)
    if not missing:
        return
    rights = _rights()
    if rights is None:
        raise Trouble(_request(missing))
    say(f"installing {' '.join(missing)}")
    done = subprocess.run([*rights, "sh", "-c", INSTALL, "sh", *missing], check=False)
    left = missing_packages(needs)
    if left:
        raise Trouble(
            f"apt-get could not install {' '.join(left)} (exit code {done.returncode}); its own words are above"
        )


def _rights() -> list[str] | None:
    """The words before a command that let it install packages, or None when nothing does."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if may and may.returncode == 0 else None


def _request(missing: list[str]) -> str:
    packages = shlex.join(missing)
    if not shutil.which("apt-get"):
        return f"install what Debian calls {packages}, then run this again"
    return f"these packages are missing and need an administrator: apt-get install {packages}"
