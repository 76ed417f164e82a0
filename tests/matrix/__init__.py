"""Who gets where: every address of the site, for every role and every method, and every field of the admin.

`rows` is what ought to be. `python -m tests.matrix` asks the site for all of it and prints what is otherwise.
"""
