"""``python -m tests.protection``: everything that proves who may see what, one after the other, and one table.

Each proof is a command of its own, which prints all it found; here stands the line with its figures. With ``--quick``
those that are short, as in CI, where the test suite holds a short form of the others. What a command wrote is kept in
``var/protection``. Exit status 1 if one fails.

Proofs that need PostgreSQL or Redis use DATABASE_URL and REDIS_URL; without them they say what SQLite can show.
"""

import argparse
import os
import re
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "protection"
PYTEST = "-m pytest -q -p no:cacheprovider"
# What a real site would set; the demo's clock is out of it.
REAL_SITE = {
    "SITE_URL": "https://desk.example", "DEMO_TODAY": "", "TRUST_PROXY": "true", "BACKUP_TO": "/backups",
    "BACKUP_RECIPIENTS": "age1...",
}  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """One thing that must hold.

    Args:
        name: what it is about.
        goal: what must come out.
        command: what Python is started with.
        figure: by which the line is known that holds the figures.
        quick: what is started instead in a short run; empty where the test suite is the short form.
        fine: statuses at the end that are no failure.
    """

    name: str
    goal: str
    command: str
    figure: str
    quick: str = ""
    fine: tuple[int, ...] = (0,)


PROOFS = (
    Proof("Canaries in 50 cases, all outputs, all roles", "0 words where they may not be",
          "-m tests.canary --cases 50", r"words in \d+ fields|^\d+ cases"),
    Proof("Routes x roles x methods, hidden fields forced", "0 otherwise than the table",
          "-m tests.matrix", r"routes, \d+ roles"),
    Proof("Filters and ordering of the lists of staff", "0 bits",
          "-m tests.oracles", r"answered, \d+ s"),
    Proof("Headers of every answer", "0 lacks",
          "-m tests.headers", r"answers, \d+ lacks"),
    Proof("Score of the HTTP Observatory", "155",
          f"{PYTEST} tests/config/test_observatory.py", r"passed|failed",
          f"{PYTEST} tests/config/test_observatory.py"),
    Proof("Stored texts that would run, in a browser", "0 run, 0 requests away, 0 reports",
          "-m tests.payloads", r"executed|pairs|run"),
    Proof("What would make the PDF engine fetch", "0 fetched",
          "-m tests.pdf_vectors", r"vectors:", "-m tests.pdf_vectors"),
    Proof("200 followers erased", "0 places left",
          "-m tests.erasing --count 200", r"Places with an address"),
    Proof("Words that no log may hold", "0 found",
          "-m tests.log_crawl", r"^\d+ found"),
    Proof("Role of the public site", "0 rights on what is private",
          f"{PYTEST} tests/appeals/test_public_role.py", r"passed|skipped|failed"),
    Proof("History: only added to, and sealed", "every change found",
          f"{PYTEST} tests/accounts/test_chain.py tests/accounts/test_database_roles.py", r"passed|failed"),
    Proof("Old backups restored", "0 mails until two people release, sums equal",
          f"{PYTEST} tests/campaigns/backups", r"passed|failed"),
    Proof("ASVS 5.0, level 2", "191 items, 5 waivers at the most",
          f"{PYTEST} tests/house/test_asvs.py", r"passed|failed", f"{PYTEST} tests/house/test_asvs.py"),
    Proof("Settings of a real site", "no warning",
          "manage.py check --deploy --fail-level WARNING", r"System check",
          "manage.py check --deploy --fail-level WARNING"),
    # 2: nobody could be asked, which the line says.
    Proof("Parts made by others", "no known hole; their list written",
          "script/audit", r"could be asked|No hole|mended in", "script/audit", (0, 2)),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.protection", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="only what is short")
    options = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    print("| what | must hold | came out | |\n| --- | --- | --- | --- |", flush=True)
    holds = True
    for proof in PROOFS:
        command = proof.quick if options.quick else proof.command
        if command:
            status, line, seconds = _run(proof, command)
            holds &= status in proof.fine
            verdict = "holds" if status == 0 else "not known" if status in proof.fine else "FAILS"
            print(f"| {proof.name} | {proof.goal} | {line}, {seconds:.0f} s | {verdict} |", flush=True)
    sys.exit(0 if holds else f"What each command wrote: {KEPT.relative_to(ROOT)}")


def _run(proof: Proof, command: str) -> tuple[int, str, float]:
    """What a command ended with, its line of figures, and how many seconds it took."""
    began = time.monotonic()
    words = command.split()
    started = words if words[0].startswith("script/") else [sys.executable, *words]
    settings = {"SECRET_KEY": secrets.token_urlsafe(50), **REAL_SITE} if "--deploy" in words else {}
    done = subprocess.run(
        started, cwd=ROOT, env={**os.environ, **settings}, text=True, capture_output=True, timeout=3600, check=False
    )
    text = done.stdout + done.stderr
    (KEPT / f"{re.sub('[^a-z0-9]+', '-', proof.name.lower()).strip('-')}.txt").write_text(text)
    lines = [line.strip(" =|") for line in text.splitlines() if re.search(proof.figure, line)]
    return done.returncode, (lines[-1] if lines else "no figures").replace("|", "/"), time.monotonic() - began


if __name__ == "__main__":
    main()
