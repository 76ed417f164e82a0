"""To whom the state of the history is told each morning, besides the administrators (campaigns/history_watch.py).

Read by config/settings.py once .env has been read.
"""

import environ

env = environ.Env()

# Addresses outside this machine, best of people who cannot log in to its database: whoever has an old head in a
# mailbox can tell later whether the end of the chain was cut off.
HISTORY_HEAD_TO = env.list("HISTORY_HEAD_TO", default=[])

__all__ = ["HISTORY_HEAD_TO"]
