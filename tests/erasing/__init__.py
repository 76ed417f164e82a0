"""Followers who did all that one can do are erased, and every place is searched for what is left of them."""
