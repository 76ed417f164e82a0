"""Where backups go, who can open them, and how long they are kept; each from the environment.

Read by config/settings.py once .env has been read.
"""

import environ

env = environ.Env()

# The folder of the nightly backups. Empty: this site has none, which `check --deploy` refuses.
BACKUP_TO = env.str("BACKUP_TO", default="")
# Public keys of age (age1...), separated by commas. Whoever has the private half of one opens a backup; it is never
# on this machine.
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
# After so many days a backup is deleted, and with it what was erased or struck out since.
BACKUP_DAYS = env.int("BACKUP_DAYS", default=35)

__all__ = ["BACKUP_DAYS", "BACKUP_RECIPIENTS", "BACKUP_TO"]
