"""Why a file is not read. Leaf module: no models."""


class Refused(Exception):
    """A file that is not read. Its text is one sentence that says why and what to do, for whoever brought the file."""
