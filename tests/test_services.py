"""The private servers: where they go, who may log in, and that they mend themselves."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import services
from config.private import postgres, redis
from config.private.accounts import Account, login_names, service_account
from config.private.messages import Trouble
from config.private.places import Places, socket_path_fits
from config.private.processes import end, living_in, wait_until


def _me() -> Account:
    return service_account(Path("/nonexistent"))


class TestPlaces:
    def test_urls_point_into_var_run(self, tmp_path):
        run = tmp_path / "var" / "run"
        assert services.urls(tmp_path) == {
            "database": f"postgresql://jobbakten_app@/jobbakten?host={run}",
            "database_owner": f"postgresql://jobbakten_owner@/jobbakten?host={run}",
            "redis": f"redis+socket://{run}/redis.sock",
        }

    def test_urls_follow_the_symlink_to_where_the_sockets_really_are(self, tmp_path):
        (tmp_path / "real").mkdir()
        (tmp_path / "tree" / "var").mkdir(parents=True)
        (tmp_path / "tree" / "var" / "run").symlink_to(tmp_path / "real")
        assert services.urls(tmp_path / "tree")["redis"] == f"redis+socket://{tmp_path}/real/redis.sock"

    @pytest.mark.parametrize(
        ("run", "fits"),
        [
            ("/srv/jobbakten/var/run", True),
            ("/srv/med mellanslag/var/run", False),
            ("/srv/åäö/var/run", False),
            ("/srv/50%/var/run", False),
            ("/" + "d" * (107 - len("//.s.PGSQL.5432")), True),
            ("/" + "d" * (108 - len("//.s.PGSQL.5432")), False),
        ],
    )
    def test_a_socket_path_is_short_and_plain(self, run, fits):
        assert socket_path_fits(Path(run)) is fits

    def test_a_tree_with_spaces_keeps_its_data_and_moves_its_sockets(self, tmp_path):
        tmp_path.chmod(0o755)
        places = _places(tmp_path / "med mellanslag", tmp_path)
        places._must_move = lambda account: ("run",)
        places.settle(_me())
        assert (places.var / "run").readlink() == places.moved / "run"
        assert not (places.var / "pg").is_symlink()
        assert places.run.stat().st_uid == _me().uid

    def test_data_moved_once_stay_where_they_are_when_the_tree_opens_up(self, tmp_path):
        places = _places(tmp_path / "tree", tmp_path)
        places._must_move = lambda account: ("pg", "run", "log")
        places.settle(_me())
        places._must_move = lambda account: ()
        places.settle(_me())
        assert places.pg == places.moved / "pg"

    def test_a_copied_tree_does_not_share_the_servers_of_the_first(self, tmp_path):
        places = _places(tmp_path / "copy", tmp_path)
        (places.var / "pg").symlink_to(tmp_path / "somebody-elses")
        places._must_move = lambda account: ()
        places.settle(_me())
        assert places.pg == places.var / "pg"

    def test_a_directory_laid_out_by_somebody_else_is_refused(self, tmp_path):
        places = _places(tmp_path / "tree", tmp_path)
        (tmp_path / "trap").mkdir()
        places.moved.symlink_to(tmp_path / "trap")
        places._must_move = lambda account: ("run",)
        with pytest.raises(Trouble, match="belongs to somebody else"):
            places.settle(_me())

    def test_a_database_is_never_removed_to_make_room(self, tmp_path):
        places = _places(tmp_path / "tree", tmp_path)
        (places.var / "pg").mkdir()
        (places.var / "pg" / "PG_VERSION").write_text("15\n")
        places._must_move = lambda account: ("pg", "run", "log")
        with pytest.raises(Trouble, match="demo-reset"):
            places.settle(_me())
        assert (places.var / "pg" / "PG_VERSION").exists()


def _places(root: Path, elsewhere: Path) -> Places:
    places = Places(root, elsewhere)
    places.var.mkdir(parents=True)
    return places


class TestConfiguration:
    def test_every_account_may_be_every_role_of_the_private_database(self):
        assert postgres.ident(["root", "anna b"]).splitlines() == [
            'jobbakten "root" postgres',
            'jobbakten "root" jobbakten_owner',
            'jobbakten "root" jobbakten_app',
            'jobbakten "anna b" postgres',
            'jobbakten "anna b" jobbakten_owner',
            'jobbakten "anna b" jobbakten_app',
        ]

    def test_login_names_hold_the_caller_and_the_servers_account_once(self):
        names = login_names(Account("postgres", 5432, 5432))
        assert names == sorted(set(names))
        assert {"root", "postgres"} <= set(names)

    def test_nothing_listens_on_a_port(self, tmp_path):
        assert "listen_addresses = ''" in postgres.configuration(Places(tmp_path))
        assert "port 0" in redis.configuration(Places(tmp_path)).splitlines()

    def test_an_apostrophe_in_the_path_is_doubled_for_postgresql(self, tmp_path):
        assert "o''brien" in postgres.configuration(Places(tmp_path / "o'brien"))


@pytest.fixture(scope="module")
def whole_tree(tmp_path_factory):
    """A working tree in a directory that the account postgres may not enter."""
    root = tmp_path_factory.mktemp("tree")
    yield root
    services.wipe(root)


@pytest.fixture
def tree(whole_tree):
    """The tree with its servers running."""
    services.start(whole_tree)
    return whole_tree


class TestServers:
    def test_the_roles_own_and_bypass_nothing_they_should_not(self, tree):
        roles = _sql(
            tree,
            "postgres",
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname ^@ 'jobb' ORDER BY 1",
        )
        assert roles == ["jobbakten_app|f|f|f", "jobbakten_owner|f|f|t"]
        assert _sql(tree, "jobbakten_app", "SELECT has_schema_privilege('public', 'CREATE')") == ["f"]

    def test_a_test_database_has_the_extensions_and_sorts_in_swedish(self, tree):
        _sql(tree, "jobbakten_owner", "CREATE DATABASE test_extensions")
        words = "SELECT string_agg(ord, '' ORDER BY ord) FROM unnest('{ö,a,å,z,ä}'::text[]) ord"
        assert _sql(tree, "jobbakten_owner", words, "test_extensions") == ["azåäö"]
        extensions = _sql(tree, "jobbakten_owner", "SELECT extname FROM pg_extension", "test_extensions")
        assert {"pg_trgm", "btree_gist", "pgcrypto"} <= set(extensions)
        _sql(tree, "jobbakten_owner", "DROP DATABASE test_extensions")

    def test_starting_what_runs_changes_nothing(self, tree):
        before = _postmaster(tree)
        services.start(tree)
        assert _postmaster(tree) == before

    def test_a_stale_pid_file_that_names_a_living_stranger_is_no_obstacle(self, tree):
        services.stop(tree)
        pid_file = Places(tree).pg / "postmaster.pid"
        pid_file.write_text(f"{os.getpid()}\n{Places(tree).pg}\n1\n5432\n")
        services.start(tree)
        assert _postmaster(tree) != os.getpid()
        assert _sql(tree, "jobbakten_app", "SELECT 1") == ["1"]

    def test_servers_killed_without_warning_start_again_with_their_data(self, tree):
        _sql(tree, "jobbakten_owner", "CREATE TABLE kept (n int)")
        for directory in (Places(tree).pg, Places(tree).run):
            _kill_all_in(directory)
        assert services.silent_servers(tree) == ["PostgreSQL", "Redis"]
        services.start(tree)
        assert services.silent_servers(tree) == []
        assert _sql(tree, "jobbakten_owner", "SELECT count(*) FROM kept") == ["0"]

    def test_an_orphan_backend_of_a_killed_server_is_ended(self, tree):
        with _long_query(tree) as client:
            os.kill(_postmaster(tree), signal.SIGKILL)
            services.start(tree)
            assert _sql(tree, "jobbakten_app", "SELECT 1") == ["1"]
            client.wait(10)

    def test_a_half_made_data_directory_is_made_anew(self, tree):
        services.stop(tree)
        (Places(tree).pg / postgres.READY).unlink()
        (Places(tree).pg / "PG_VERSION").unlink()
        services.start(tree)
        assert _sql(tree, "jobbakten_app", "SELECT 1") == ["1"]

    def test_nothing_is_left_running_after_stop(self, tree):
        services.stop(tree)
        assert living_in(Places(tree).pg, _me()) + living_in(Places(tree).run, _me()) == []

    def test_the_last_borrower_stops_them(self, tree):
        services.stop(tree)
        with services.borrowed(tree):
            with services.borrowed(tree):
                assert services.are_borrowed(tree)
            assert services.silent_servers(tree) == []
        assert services.silent_servers(tree) == ["PostgreSQL", "Redis"]
        assert not services.are_borrowed(tree)

    def test_borrowers_leave_what_make_services_started(self, tree):
        services.keep(tree)
        with services.borrowed(tree):
            pass
        assert services.silent_servers(tree) == []

    def test_a_mark_from_before_a_crash_keeps_nothing_alive(self, tree):
        services.keep(tree)
        _kill_all_in(Places(tree).pg)
        with services.borrowed(tree):
            pass
        assert services.silent_servers(tree) == ["PostgreSQL", "Redis"]


def _sql(root: Path, role: str, statement: str, database: str = "jobbakten") -> list[str]:
    return subprocess.run(
        _psql(root, role, statement, database), check=True, capture_output=True, text=True
    ).stdout.split()


def _psql(root: Path, role: str, statement: str, database: str = "jobbakten") -> list[str]:
    program = postgres.binaries(Places(root).pg) / "psql"
    return [str(program), "-XAt", "-h", str(Places(root).run), "-U", role, "-d", database, "-c", statement]


@contextlib.contextmanager
def _long_query(root: Path) -> Iterator[subprocess.Popen]:
    """A backend that computes, and so does not notice by itself that its server is gone."""
    endless = "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b"
    client = subprocess.Popen(
        _psql(root, "jobbakten_app", endless), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    active = f"SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = '{endless}'"
    try:
        assert wait_until(lambda: _sql(root, "postgres", active) == ["1"], 10)
        yield client
    finally:
        client.kill()
        client.wait()


def _postmaster(root: Path) -> int:
    return int((Places(root).pg / "postmaster.pid").read_text().split()[0])


def _kill_all_in(directory: Path) -> None:
    pids = living_in(directory, _me())
    assert pids
    end(pids, gently=signal.SIGKILL)
    assert living_in(directory, _me()) == []
