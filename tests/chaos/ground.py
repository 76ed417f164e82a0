"""Where the chaos happens: a PostgreSQL cluster, a Redis and a mail sink of its own, all thrown away at the end.

Nothing here touches a server that was running before, so the hardest stop harms nobody.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
SINK_DELAY = 0.004  # seconds at most


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise SystemExit(f"Nothing answers on port {port} after {seconds} seconds.") from None
            time.sleep(0.05)
        else:
            return


class Cluster:
    """A PostgreSQL of our own, with its data in a directory that goes away with it; durable, as a real one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder / "postgresql", free_port()
        self.folder.mkdir()
        # The server refuses to run as root.
        self.prefix = ["runuser", "--user", "postgres", "--"] if os.geteuid() == 0 else []
        if self.prefix:
            folder.chmod(0o755)
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "--auth", "trust", "--username", "desk", "--encoding", "UTF8", "--locale", "C.UTF-8")
        with (self.folder / "postgresql.conf").open("a") as settings:
            settings.write(
                f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = ''\n"
                "max_connections = 60\nlogging_collector = off\n"
            )
        self.start()
        with self.as_owner("postgres") as server:
            server.execute("CREATE DATABASE desk")

    @property
    def url(self) -> str:
        return f"postgres://desk@127.0.0.1:{self.port}/desk"

    @contextmanager
    def as_owner(self, database: str) -> Iterator[object]:
        import psycopg

        with psycopg.connect(f"postgres://desk@127.0.0.1:{self.port}/{database}", autocommit=True) as connection:
            yield connection

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", "--log", str(self.folder / "log"))

    def crash(self) -> None:
        """As if the power went: no checkpoint, every connection cut; then up again, through recovery."""
        self._run("pg_ctl", "stop", "--mode", "immediate", "--wait")
        self.start()

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode", "immediate", "--wait")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.prefix, _postgresql(program), "--pgdata", str(self.folder), *arguments]
        subprocess.run(command, check=True, cwd="/", **QUIET)


def _postgresql(program: str) -> str:
    """Debian keeps the server's programs out of PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    found = shutil.which(program) or (str(places[-1]) if places else None)
    if found is None:
        raise SystemExit(f"{program} was not found: install PostgreSQL's server (Debian: postgresql).")
    return found


@dataclass
class Process:
    """A process of ours in a session of its own, which can be killed with all its children."""

    command: list[str]
    log: Path
    running: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.running = subprocess.Popen(
                self.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )

    def kill(self) -> None:
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def kill_child(self) -> bool:
        """Kill -9 the child that does the work; False if there is none at this moment."""
        path = Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children")
        children = path.read_text().split() if path.exists() else []
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        return bool(children)


@dataclass
class Ground:
    cluster: Cluster
    redis_port: int
    accepted: Path  # the lines of the sink
    logs: Path

    def workers(self, count: int) -> list[Process]:
        """Celery workers with one child each, so that whatever is killed had at most one mail in hand."""
        command = [sys.executable, "-m", "celery", "--app", "config", "worker", "--concurrency", "1"]
        quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        return [
            Process([*command, *quiet, "--hostname", f"chaos{number}@%h"], self.logs / f"worker{number}.log")
            for number in range(count)
        ]


@contextmanager
def ground() -> Iterator[Ground]:
    """Servers, and the environment of a site in real use on them; call it before django.setup()."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-chaos-")))
        cluster = Cluster(folder)
        stack.callback(cluster.stop)
        redis_port, sink_port = free_port(), free_port()
        accepted = folder / "accepted"
        accepted.touch()
        redis = ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        sink = [sys.executable, "-m", "tests.chaos.sink", str(sink_port), str(accepted), str(SINK_DELAY)]
        for command in (redis, sink):
            process = Process(command, folder / "servers.log")
            stack.callback(process.kill)
        wait_for(redis_port)
        wait_for(sink_port)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="config.settings",
            SECRET_KEY="for the chaos only",
            VAR_DIR=str(folder),
            DATABASE_URL=cluster.url,
            REDIS_URL=f"redis://127.0.0.1:{redis_port}/0",
            EMAIL_URL=f"smtp://127.0.0.1:{sink_port}",
            SITE_URL="http://127.0.0.1:8000",
            TRUST_PROXY="true",
            DEMO_TODAY="",
            LOG_LEVEL="CRITICAL",
            # Noon, whatever the hour: no day may end while we measure.
            TIME_ZONE=_zone_where_it_is_noon(datetime.now(UTC)),
            REMINDER_HOUR="0",
            REMINDER_LEAD_DAYS="3",
        )
        yield Ground(cluster, redis_port, accepted, folder)


def _zone_where_it_is_noon(now: datetime) -> str:
    behind = now.hour - 12  # Etc/GMT+4 is four hours behind Greenwich
    return f"Etc/GMT{behind:+d}" if behind else "Etc/GMT"
