"""Where backups go, who can open them, and how long they are kept; each from the environment, or from `.env`."""

from pathlib import Path

import environ

_env = environ.Env()
_env.read_env(Path(__file__).resolve().parent.parent / ".env")

# The folder of the nightly backups. Empty: this site has none, which `check --deploy` refuses.
BACKUP_TO = _env.str("BACKUP_TO", default="")
# Public keys of age (age1...), separated by commas. Whoever has the private half of one opens a backup; it is never
# on this machine.
BACKUP_RECIPIENTS = _env.list("BACKUP_RECIPIENTS", default=[])
# After so many days a backup is deleted, and with it what was erased or struck out since.
BACKUP_DAYS = _env.int("BACKUP_DAYS", default=35)
