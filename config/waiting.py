"""After how long something that nobody has touched stands on the desk of staff.

Read by config/settings.py once .env has been read.
"""

import environ

env = environ.Env()

# An open action of which nothing new was entered, in weeks.
QUIET_WEEKS = env.int("QUIET_WEEKS", default=6)
# A consent by which an action is open, in days: things change, and so may a mind.
CONSENT_DAYS = env.int("CONSENT_DAYS", default=365)

__all__ = ["CONSENT_DAYS", "QUIET_WEEKS"]
