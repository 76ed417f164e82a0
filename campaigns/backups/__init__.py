"""Backups: made, encrypted to a key that is not here, restored into an empty database, and tried each night.

`archives` is the file, `envelope` its encryption, `dumps` the database in it, `table_sums` how two databases are
compared, `making` and `restoring` the two ways, `drills` the trial. See docs/adr/0056-a-backup-is-tried-every-night.md.
"""
