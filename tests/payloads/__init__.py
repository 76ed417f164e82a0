"""Does a stored text run in anybody's browser? Two hundred that try, in every field of text, on every page."""
