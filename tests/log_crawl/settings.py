"""The real settings, and the addresses that break on purpose."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.log_crawl.site"
