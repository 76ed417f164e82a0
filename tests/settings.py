"""The real settings, loosened only where a test would be slow or would reach outside."""

import os

os.environ.setdefault("SECRET_KEY", "a key for tests only")
os.environ["DEMO_TODAY"] = ""
os.environ["EMAIL_URL"] = ""
os.environ["BOUNCE_ADDRESS"] = ""
os.environ["SITE_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["STATIC_ROOT"] = ""
os.environ["SITE_PART"] = ""
# Few tests are about coming in; those of tests/accounts/test_second_factor.py set it to "required".
os.environ["SECOND_FACTOR"] = "offered"

from config.settings import *  # noqa: F403
from config.settings import CACHES, DATABASES, MIDDLEWARE, REDIS_URL, TEMPLATES, VAR_DIR
from tests.undefined import FailIfOurs

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; no password here is real
# The key and the mark of a real site that runs in this folder are not for tests to touch.
VAR_DIR = VAR_DIR / "tests"
VAR_DIR.mkdir(exist_ok=True)
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
MIDDLEWARE = [
    "tests.static_files.ListedOnce" if name == "whitenoise.middleware.WhiteNoiseMiddleware" else name
    for name in MIDDLEWARE
]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailIfOurs("undefined")

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file as in the embedded mode, not memory: threads then meet at a real lock. One for each test process.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"test-{os.getpid()}.sqlite3")}
    # No test pulls the plug: nothing waits for the disk. (What survives a crash is broken on purpose in tests/chaos.)
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
if REDIS_URL:
    # Test processes that share one Redis keep out of each other's way.
    CACHES["default"]["KEY_PREFIX"] = f"desk-test-{os.getpid()}"
