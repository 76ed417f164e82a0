"""The real settings, loosened only where a test would be slow or would reach outside."""

import os

os.environ.setdefault("SECRET_KEY", "a key for tests only")
os.environ["DEMO_TODAY"] = ""
os.environ["EMAIL_URL"] = ""
os.environ["SITE_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; no password here is real
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
