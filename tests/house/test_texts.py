"""Files that people read and run by: they tell the truth about the project, and only about it."""

import ast
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.template.defaultfilters import slugify

from tests.house.source import ROOMS, ROOT, project_files, short

PROSE = [path for path in project_files() if path.suffix == ".md"]
# Whoever reads this has our files and nothing else: no folder of one machine, no number of a tracker,
# no talk of how the work was done, no host of a package registry.
ELSEWHERE = re.compile(
    r"/work/|(?<![\w./-])\.\./shared/|\bissues? #?\d|#\d+\b(?=\))"
    r"|\b(?:this|next|last|previous|earlier|later) session\b"
    r"|pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|--index-url|--find-links",
    re.IGNORECASE,
)
# The test of real sheets skips where those are not at hand.
MAY_LOOK_BESIDE_THE_PROJECT = re.compile(r"\.\./shared/|\bshared\b")


def _settings_read() -> set[str]:
    """The variables that the settings, and their modules beside them, ask the environment for."""
    trees = [ast.parse(path.read_text()) for path in sorted((ROOT / "config").glob("*.py"))]
    return {
        call.args[0].value
        for tree in trees
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("env", "_env")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def _env_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_env_example_lists_every_variable() -> None:
    beyond_settings = {
        "POSTGRES_PASSWORD",  # docker-compose.yml
        "APP_DATABASE_PASSWORD",  # docker-compose.yml, manage.py database_roles
        "PUBLIC_POSTGRES_PASSWORD",  # docker-compose.yml, manage.py public_role
        "WEB_CONCURRENCY",  # config/gunicorn.py
        "PORT",  # script/server
    }

    assert len(_settings_read()) > 15
    assert _env_example() == _settings_read() | beyond_settings


def test_compose_uses_only_listed_variables() -> None:
    text = (ROOT / "docker-compose.yml").read_text()

    assert set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text)) - _env_example() == set()
    # A site for real people whose clock stands still would send nothing.
    assert "DEMO_TODAY" not in text


def test_compose_and_ci_run_the_same_databases() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    ci = (ROOT / ".ci/run").read_text()

    assert re.findall(r"image: postgres:(\d+)", compose) == re.findall(r"^postgresql_major=(\d+)$", ci, re.MULTILINE)
    assert re.findall(r"image: redis:(\d+)", compose) == re.findall(r"^redis_major=(\d+)$", ci, re.MULTILINE)


def test_image_runs_the_python_of_the_locks() -> None:
    images = set(re.findall(r"^FROM python:(\d+\.\d+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE))

    assert images == set(re.findall(r'requires-python = ">=(\d+\.\d+)"', (ROOT / "pyproject.toml").read_text()))


def test_text_stands_alone() -> None:
    found = []
    for path in project_files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # a font, a picture
        if path == Path(__file__):
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if ELSEWHERE.search(line) and not (
                path.is_relative_to(ROOT / "tests") and MAY_LOOK_BESIDE_THE_PROJECT.search(line)
            ):
                found.append(f"{short(path)}:{number}: {line.strip()[:100]}")

    assert found == []


@pytest.mark.parametrize("path", PROSE, ids=short)
def test_link_leads_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", path.read_text())
    files = [target for target in targets if not target.startswith(("http://", "https://", "mailto:"))]

    missing = []
    for target in files:
        name, _, heading = target.partition("#")
        linked = (path.parent / name) if name else path
        if not linked.exists():
            missing.append(target)
        elif heading:
            headings = re.findall(r"^#+ (.+)$", linked.read_text(), re.MULTILINE)
            if heading not in {slugify(text.replace("/", "")) for text in headings}:
                missing.append(target)
    assert missing == []


def _commands_told(text: str) -> list[str]:
    """What a reader would type: code in blocks and between single back quotes."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", rest)


@pytest.mark.parametrize("path", PROSE, ids=short)
def test_command_exists(path: Path) -> None:
    known = get_commands()
    missing = []
    for line in _commands_told(path.read_text()):
        missing += [name for name in re.findall(r"manage\.py ([a-z_]+)", line) if name not in known]
        for name in re.findall(r"(?:^|\s)((?:script|\.ci)/[a-z-]+)", line):
            if not (ROOT / name).is_file() or not os.access(ROOT / name, os.X_OK):
                missing.append(name)
        missing += [name for name in re.findall(r"-m ([a-z_]+(?:\.[a-z_]+)*)", line) if not _is_module(name)]
    assert missing == []


def _is_module(name: str) -> bool:
    top = name.split(".")[0]
    if top not in (*ROOMS, "config", "benchmarks", "tests"):
        return True
    path = ROOT / name.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__main__.py").exists() or (path / "__init__.py").exists()


@pytest.mark.parametrize("name", ["script/bootstrap", "script/server", "script/test", ".ci/run", ".ci/smoke"])
def test_script_is_sound(name: str) -> None:
    path = ROOT / name
    first = path.read_text().splitlines()[0]

    assert os.access(path, os.X_OK)
    if "bash" in first:
        assert "set -euo pipefail" in path.read_text()
        subprocess.run(["bash", "-n", shlex.quote(str(path))], check=True)
