"""What makes a fresh machine ready, and what keeps the demo's children in check."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cases.views.inloggning import DEMOKONTON
from config import bootstrap, demo
from config.private import children, packages
from config.private.messages import Trouble
from config.private.processes import end_group, is_alive, wait_until

ROOT = Path(__file__).resolve().parent.parent


def test_the_set_up_needs_nothing_but_the_standard_library():
    modules = "config.bootstrap, config.services, config.healthcheck, config.private.packages"
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {modules}"
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True)


class TestVenv:
    @pytest.fixture
    def root(self, tmp_path, monkeypatch):
        (tmp_path / "requirements-dev.txt").write_text("django==5.2\n")
        self.commands = []
        monkeypatch.setattr(bootstrap, "_run", self._record)
        return tmp_path

    def _record(self, *command):
        self.commands.append(command)
        if "venv" in command:
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch(mode=0o755)

    def test_made_once_for_the_same_requirements(self, root):
        bootstrap.ensure_venv(root)
        bootstrap.ensure_venv(root)
        assert len(self.commands) == 2
        assert "--require-hashes" in self.commands[1]

    def test_made_anew_when_the_requirements_change(self, root):
        bootstrap.ensure_venv(root)
        (root / "requirements-dev.txt").write_text("django==5.3\n")
        bootstrap.ensure_venv(root)
        assert len(self.commands) == 4

    def test_made_anew_after_being_killed_half_way(self, root, monkeypatch):
        bootstrap.ensure_venv(root)
        (root / "requirements-dev.txt").write_text("django==5.3\n")
        monkeypatch.setattr(bootstrap, "_run", self._interrupt)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.ensure_venv(root)
        (root / "requirements-dev.txt").write_text("django==5.2\n")
        monkeypatch.setattr(bootstrap, "_run", self._record)
        bootstrap.ensure_venv(root)
        assert len(self.commands) == 4

    def _interrupt(self, *command):
        raise KeyboardInterrupt

    def test_made_anew_where_the_tree_was_moved_to(self, root, tmp_path_factory):
        bootstrap.ensure_venv(root)
        moved = root.rename(tmp_path_factory.mktemp("other") / "tree")
        bootstrap.ensure_venv(moved)
        assert len(self.commands) == 4

    def test_a_linked_one_is_left_to_its_owner(self, root):
        (root / ".venv").symlink_to("/nonexistent")
        bootstrap.ensure_venv(root)
        assert self.commands == []


class TestPackages:
    NEEDS = {"here": lambda: True, "postgresql": lambda: False, "redis-server": lambda: False}

    def test_without_rights_the_answer_names_exactly_what_is_missing(self, monkeypatch):
        monkeypatch.setattr(packages, "_rights", lambda: None)
        monkeypatch.setattr(packages.shutil, "which", lambda name, path=None: f"/usr/bin/{name}")
        with pytest.raises(Trouble, match=r"apt-get install postgresql redis-server postgresql-contrib$"):
            packages.install_missing(self.NEEDS)

    def test_what_apt_could_not_install_is_named(self, monkeypatch):
        monkeypatch.setattr(packages, "_rights", lambda: ["true"])
        with pytest.raises(Trouble, match="could not install postgresql redis-server"):
            packages.install_missing(self.NEEDS)

    def test_nothing_is_asked_of_apt_when_all_is_there(self, monkeypatch):
        monkeypatch.setattr(packages, "_rights", lambda: pytest.fail("asked"))
        packages.install_missing({"here": lambda: True})

    def test_the_script_is_one_that_sh_can_read(self):
        subprocess.run(["sh", "-n", "-c", packages.INSTALL], check=True)


class TestChildren:
    def test_another_projects_settings_do_not_reach_them(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
        monkeypatch.setenv("PGPORT", "6543")
        assert {"DATABASE_URL", "PGPORT"} & set(children.private_environment()) == set()
        assert children.private_environment({"DEMO": "1"})["DEMO"] == "1"

    def test_they_end_when_their_parent_is_killed(self, tmp_path):
        pid_file = tmp_path / "pid"
        parent = subprocess.Popen([sys.executable, "-c", PARENT, str(ROOT), str(pid_file)])
        assert wait_until(lambda: pid_file.exists() and pid_file.read_text().endswith("\n"), 10)
        child = int(pid_file.read_text())
        assert is_alive(child)
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        assert wait_until(lambda: not is_alive(child), 10)

    def test_a_group_that_will_not_listen_is_ended_with_its_grandchildren(self, tmp_path):
        pid_file = tmp_path / "pid"
        deaf = f"trap '' TERM; (trap '' TERM; sleep 60) & echo $! > {pid_file}; wait"
        leader = children.spawn(["sh", "-c", deaf], cwd=tmp_path, env=dict(os.environ))
        assert wait_until(lambda: pid_file.exists() and pid_file.read_text().endswith("\n"), 10)
        end_group(leader, patience=0.2)
        assert wait_until(lambda: not is_alive(int(pid_file.read_text())), 10)

    def test_kill_runs_the_clean_up(self):
        done = subprocess.run([sys.executable, "-c", CLEANER, str(ROOT)], capture_output=True, text=True, check=True)
        assert done.stdout == "cleaned\n"


PARENT = """
import os, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from config.private.children import spawn
child = spawn(["sleep", "60"], cwd=Path("/"), env=dict(os.environ))
Path(sys.argv[2]).write_text(f"{child.pid}\\n")
time.sleep(60)
"""
CLEANER = """
import os, signal, sys, time
sys.path.insert(0, sys.argv[1])
from config.private.children import raise_on_signals, uninterrupted
raise_on_signals()
try:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
except KeyboardInterrupt:
    with uninterrupted():
        os.kill(os.getpid(), signal.SIGINT)
        print("cleaned")
"""


class TestDemo:
    def test_a_port_in_use_is_named_with_one_that_is_free(self):
        with socket.socket() as taken:
            taken.bind((demo.HOST, 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(Trouble, match=rf"port {port} is in use; choose another: make demo PORT=\d+"):
                demo.refuse_taken_port(port)

    def test_the_accounts_on_the_screen_are_those_of_the_login_page(self):
        shown = [konto.username for konton in DEMOKONTON.values() for konto in konton]
        assert list(demo.ACCOUNTS) == shown

    def test_a_port_whose_last_connections_are_still_closing_is_free(self):
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((demo.HOST, 0))
            server.listen()
            port = server.getsockname()[1]
            with socket.create_connection((demo.HOST, port)):
                server.accept()[0].close()
        assert demo.is_free(port)

    @pytest.mark.parametrize("text", ["http", "0", "70000", "-1"])
    def test_a_port_that_is_none_is_refused(self, monkeypatch, text):
        monkeypatch.setenv("PORT", text)
        with pytest.raises(Trouble, match="is not a port number"):
            demo.chosen_port()

    def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(self, tmp_path):
        path = tmp_path / "secret_key"
        first = demo.secret_key(path)
        assert len(first) >= 50
        assert demo.secret_key(path) == first
        assert path.stat().st_mode & 0o777 == 0o600

    def test_static_files_are_collected_again_when_one_changes(self, tmp_path):
        (tmp_path / "requirements-dev.txt").write_text("")
        (tmp_path / "static" / "css").mkdir(parents=True)
        (tmp_path / "var" / "static").mkdir(parents=True)
        style = tmp_path / "static" / "css" / "a.css"
        style.write_text("a")
        first = demo.static_stamp(tmp_path)
        (tmp_path / "var" / "static" / "collected.css").write_text("a")
        assert demo.static_stamp(tmp_path) == first
        os.utime(style, (time.time(), time.time() + 5))
        assert demo.static_stamp(tmp_path) != first
