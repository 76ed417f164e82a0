"""``python -m tests.log_crawl``: drive the whole site with words that nobody may find, and search every log for them.

A PostgreSQL, a Redis and a mail sink of its own, with the settings of `docker-compose.yml`; web, worker, packs and beat
as that file and `script/server` run them, once with lines and once with JSON. Exit status 1 if a word is found.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.chaos.ground import ROOT, Ground, Process, free_port, ground, wait_for
from tests.log_crawl.words import EMAIL, NAME, found_in

FORMS = ("text", "json")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.log_crawl", description=__doc__)
    parser.add_argument("--stock", action="store_true", help="leave PostgreSQL as it is installed: what it would tell")
    parser.add_argument("--show", action="store_true", help="print the lines in which a word was found")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(0 if run(options) else 1)


def options_of_the_database() -> dict[str, str]:
    """What `docker-compose.yml` gives to PostgreSQL on its command line."""
    [command] = re.findall(r'command: (\["postgres".*\])', (ROOT / "docker-compose.yml").read_text())
    return dict(each.split("=", 1) for each in json.loads(command) if "=" in each)


def run(options: argparse.Namespace) -> bool:
    began = time.monotonic()
    rows: list[tuple[str, bytes]] = []
    with ground() as here:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.log_crawl.settings", "LOG_LEVEL": "INFO"}
        os.environ |= {"SECOND_FACTOR": "offered", "DEFAULT_FROM_EMAIL": "desk@desk.example"}
        if not options.stock:
            _configure(here)
        slug, reference = _fill()
        # What the database said while it was made new is not ours.
        offset = (here.cluster.folder / "log").stat().st_size
        for form in FORMS:
            answers = _drive(here, form, slug, reference)
            print(f"{form}: {', '.join(f'{number} of {status}' for status, number in sorted(answers.items()))}")
            rows += [(f"{form}: {path.stem}", path.read_bytes()) for path in sorted(here.logs.glob(f"{form}-*.log"))]
        rows.append(("PostgreSQL", (here.cluster.folder / "log").read_bytes()[offset:]))
        rows += _redis(here)
        rows.append(("Redis and sink: what they say", (here.logs / "servers.log").read_bytes()))
        rows += [(f"files: {path.name}", path.read_bytes()) for path in _other_files(here)]
    return _told(rows, time.monotonic() - began, show=options.show)


def _configure(here: Ground) -> None:
    with here.cluster.as_owner("postgres") as server:
        for name, value in options_of_the_database().items():
            server.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        server.execute("SELECT pg_reload_conf()")
    time.sleep(1)  # until every process of the server has read them


def _fill() -> tuple[str, str]:
    """An open action with somebody on the staff, and its address."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("sync_roles", verbosity=0)
    from datetime import timedelta

    from campaigns.models import UrgentAction
    from config import clock
    from tests.builders import make_open_action, make_subscription, make_user

    make_user("Editor", email=EMAIL, name=NAME)
    action = make_open_action()
    today = clock.today()
    UrgentAction.objects.filter(pk=action.pk).update(opened_on=today, last_good_day=today + timedelta(days=3))
    make_subscription(action, email=f"follower.{EMAIL}")
    return action.slug, action.reference


def _drive(here: Ground, form: str, slug: str, reference: str) -> Counter[int]:
    """Start all processes with one form of log, ask everything of them, and end them in good order."""
    import redis

    from tests.log_crawl.driving import ask_the_database, ask_the_site, ask_the_workers
    from tests.log_crawl.site import WAYS

    os.environ["LOG_FORMAT"], port = form, free_port()
    quiet = ["--pool", "solo", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    celery = [sys.executable, "-m", "celery", "--app", "config"]
    web = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "--workers", "1"]
    commands = {
        "web": [*web, "--bind", f"127.0.0.1:{port}", "tests.log_crawl.site"],
        "worker": [*celery, "worker", *quiet],
        "packs": [*celery, "worker", "--queues", "packs", "--hostname", "packs@%h", *quiet],
        "beat": [*celery, "beat", "--loglevel", "INFO"],
    }
    processes = {name: Process(command, here.logs / f"{form}-{name}.log") for name, command in commands.items()}
    try:
        wait_for(port, seconds=60)
        answers = ask_the_site(port, slug, reference, [way.__name__ for way in WAYS])
        ask_the_workers(redis.Redis(port=here.redis_port))
        refused = ask_the_database(here.cluster.url)
        time.sleep(20)  # until the workers have had their turn
    finally:
        for process in processes.values():
            process.running.terminate()
        for process in processes.values():
            try:
                process.running.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
    print(f"{form}: {refused} statements refused by the database", file=sys.stderr)
    return answers


def _redis(here: Ground) -> list[tuple[str, bytes]]:
    """Every key, every value and every slow command that Redis remembers."""
    import redis

    store = redis.Redis(port=here.redis_port)
    kept = []
    for key in store.scan_iter():
        match store.type(key):
            case b"string":
                value: object = store.get(key)
            case b"list":
                value = store.lrange(key, 0, -1)
            case b"hash":
                value = store.hgetall(key)
            case b"set":
                value = store.smembers(key)
            case _:
                value = store.zrange(key, 0, -1, withscores=True)
        kept.append(key + b" " + repr(value).encode())
    return [("Redis: keys and values", b"\n".join(kept)), ("Redis: slow log", repr(store.slowlog_get(1000)).encode())]


def _other_files(here: Ground) -> list[Path]:
    """What the site wrote below VAR_DIR beside its logs."""
    return [
        path
        for path in sorted(here.logs.rglob("*"))
        if path.is_file() and path.suffix != ".log" and here.cluster.folder not in path.parents
        and path != here.accepted and path.name != "dump.rdb"
    ]  # fmt: skip


def _told(rows: list[tuple[str, bytes]], seconds: float, *, show: bool) -> bool:
    print("\n| where | bytes | lines | words found |\n| --- | --- | --- | --- |")
    total = 0
    for name, content in rows:
        found = found_in(content)
        total += found.total()
        words = ", ".join(f"{kind} {number}" for kind, number in found.items()) or "0"
        print(f"| {name} | {len(content)} | {len(content.splitlines())} | {words} |")
        if show:
            for line in content.splitlines():
                if found_in(line):
                    print(f"    {line.decode('utf-8', 'replace')[:400]}", file=sys.stderr)
    print(f"\n{total} found, {seconds:.0f} s")
    return total == 0


if __name__ == "__main__":
    main()
