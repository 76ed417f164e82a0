"""What comes from outside: said where it is used, locked by hash, and from nowhere in particular."""

import re
import tomllib

import pytest

from tests.house.source import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")


def _project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def _name(requirement: str) -> str:
    """ "celery[redis]>=5.5" -> "celery"."""
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-")


def _locked(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / lock).read_text(), re.MULTILINE))


def test_dependency_says_where_it_is_used() -> None:
    lines = [
        line.strip()
        for line in (ROOT / "pyproject.toml").read_text().splitlines()
        if re.match(r'    "[a-zA-Z0-9_.\[\]-]+[<>=]+.*', line)
    ]

    assert len(lines) == len(_project()["dependencies"]) + len(_project()["optional-dependencies"]["dev"])
    assert [line for line in lines if not re.search(r"# \S+.*: \S|# \S+$", line)] == []


def test_dependency_is_locked() -> None:
    needed = {_name(requirement) for requirement in _project()["dependencies"]}
    for_tests = {_name(requirement) for requirement in _project()["optional-dependencies"]["dev"]}

    assert needed - _locked("requirements.txt") == set()
    assert (needed | for_tests) - _locked("requirements-dev.txt") == set()


def test_tests_run_on_what_the_site_runs_on() -> None:
    """script/server takes an installed requirements-dev.txt for requirements.txt."""

    def pinned(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9.-]+==[^ ;\\]+", (ROOT / lock).read_text(), re.MULTILINE))

    assert len(pinned("requirements.txt")) > 20
    assert pinned("requirements.txt") - pinned("requirements-dev.txt") == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_place(lock: str) -> None:
    """Neither a host nor a path: whoever installs decides where from; the hashes decide what."""
    # Every line is a package, a hash of it, or a comment that says who needs it.
    line = re.compile(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+( ; [^/\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    # .*|")
    lines = (ROOT / lock).read_text().splitlines()

    assert [text for text in lines if not line.fullmatch(text) or "/" in text] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    entries = re.split(r"^(?=[a-z0-9.-]+==)", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]

    assert len(entries) > 20
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
