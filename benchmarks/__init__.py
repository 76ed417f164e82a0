"""How fast it is: one command, one table. See README.md beside this file."""
