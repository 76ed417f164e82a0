"""The web server, the same in script/server and in the container. What to listen on is said on the command line."""

import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# A worker is replaced now and then, never two at once, so that no leak of a library can grow for weeks.
max_requests = 2000
max_requests_jitter = 400
# The longest address it reads (its own limit): a long question to the list then gets an answer in words.
limit_request_line = 8190
timeout = 60  # seconds; a hostile sheet is given up long before
graceful_timeout = 10  # seconds
# No access log: who looked at which action, whose paper was checked, and the links by which a person follows one, are
# nobody's business.
accesslog = None
# Its own log names the address of a request that broke its worker: that line is cleaned like all others.
logconfig_dict = {
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["error_console"], "propagate": False}},
    "formatters": {
        "generic": {
            "class": f"config.logs.{'JSONFormatter' if os.environ.get('LOG_FORMAT') == 'json' else 'LineFormatter'}",
            "format": "%(asctime)s [%(process)d] [%(levelname)s] %(message)s",
            "datefmt": "[%Y-%m-%d %H:%M:%S %z]",
        }
    },
}
# Nothing talks to it, and in the container no home is there to put it.
control_socket_disable = True
