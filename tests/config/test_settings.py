"""The settings as they come out of an environment. Each case runs in a Python of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.headers import HTTPS

ROOT = Path(__file__).resolve().parent.parent.parent
READ = """
import json
from django.conf import settings
print(json.dumps({name: str(getattr(settings, name, None)) for name in dir(settings) if name.isupper()}))
"""


def _run(var: Path, code: str = READ, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run code under the settings with exactly these variables, whatever .env says."""
    empty = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DEMO_TODAY", "STATIC_ROOT", "SITE_URL"), "")
    del empty["SITE_URL"], empty["DATABASE_URL"]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "k" * 25 + "abcdefghijklmnopqrstuvwxyz",
        "SITE_URL": "http://127.0.0.1:8000",
        "DATABASE_URL": f"sqlite:///{var}/desk.sqlite3",
        "VAR_DIR": str(var),
        **empty,
        **variables,
    }
    return subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True)


def _settings(var: Path, **variables: str) -> dict[str, str]:
    run = _run(var, **variables)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_embedded_mode_writes_below_var_only(tmp_path: Path) -> None:
    settings = _settings(tmp_path)

    assert settings["CELERY_BROKER_URL"] == "filesystem://"
    assert str(tmp_path / "broker" / "queue") in settings["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert settings["CELERY_BEAT_SCHEDULE_FILENAME"] == str(tmp_path / "beat-schedule")
    assert settings["EMAIL_BACKEND"] == "campaigns.mail_backend.DatabaseBackend"
    assert settings["DEBUG"] == "False"


def test_redis_carries_broker_and_cache(tmp_path: Path) -> None:
    settings = _settings(tmp_path, REDIS_URL="redis://127.0.0.1:6379/3")

    assert settings["CELERY_BROKER_URL"] == "redis://127.0.0.1:6379/3"
    assert "RedisCache" in settings["CACHES"]


def test_mail_server_is_listened_to_closely(tmp_path: Path) -> None:
    """By a backend that tells a refusal from an answer that was lost."""
    settings = _settings(tmp_path, EMAIL_URL="smtp+tls://desk:word@mail.example:587")

    assert settings["EMAIL_BACKEND"] == "campaigns.mail_server.SMTPBackend"
    assert (settings["EMAIL_HOST"], settings["EMAIL_USE_TLS"]) == ("mail.example", "True")


def test_https_hardens_cookies_and_transport(tmp_path: Path) -> None:
    settings = _settings(tmp_path, SITE_URL="https://desk.example/")

    assert settings["SITE_URL"] == "https://desk.example"
    assert {name: settings[name] for name in HTTPS} == {name: str(value) for name, value in HTTPS.items()}
    assert settings["ALLOWED_HOSTS"] == "['desk.example', '127.0.0.1', 'localhost', '[::1]']"
    assert "upgrade-insecure-requests" in settings["CONTENT_SECURITY_POLICY"]


@pytest.mark.parametrize(
    ("trust", "header"), [("", "None"), ("false", "None"), ("true", "('HTTP_X_FORWARDED_PROTO', 'https')")]
)
def test_proxy_is_trusted_only_when_told(tmp_path: Path, trust: str, header: str) -> None:
    settings = _settings(tmp_path, SITE_URL="https://desk.example", **({"TRUST_PROXY": trust} if trust else {}))

    assert settings["SECURE_PROXY_SSL_HEADER"] == header


def test_collected_static_files_carry_a_hash(tmp_path: Path) -> None:
    assert "Manifest" in _settings(tmp_path, STATIC_ROOT=str(tmp_path / "static"))["STORAGES"]
    assert "Manifest" not in _settings(tmp_path)["STORAGES"]


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("DEMO_TODAY", "13 July 2011", "write a day as 2011-07-13"),
        ("SITE_URL", "desk.example.org", "write the whole address, such as https://desk.example.org"),
        ("SITE_URL", "ftp://desk.example.org", "write the whole address, such as https://desk.example.org"),
    ],
)
def test_doubtful_value_is_refused_with_a_sentence(tmp_path: Path, variable: str, value: str, sentence: str) -> None:
    run = _run(tmp_path, **{variable: value})

    assert run.returncode != 0
    assert sentence in run.stderr


CHECK = "from django.core.management import execute_from_command_line as run; run(['manage.py', 'check', '--deploy'])"


def test_deploy_check_is_content_with_a_real_site(tmp_path: Path) -> None:
    backups = {"BACKUP_TO": "/backups", "BACKUP_RECIPIENTS": "age1"}
    run = _run(tmp_path, CHECK, SITE_URL="https://desk.example", TRUST_PROXY="true", **backups)

    assert (run.returncode, "no issues" in run.stdout, run.stderr) == (0, True, "")


def test_deploy_check_refuses_a_clock_that_stands(tmp_path: Path) -> None:
    run = _run(tmp_path, CHECK, SITE_URL="https://desk.example", DEMO_TODAY="2011-07-13")

    assert run.returncode == 1
    assert "the clock of the site stands still" in run.stderr
