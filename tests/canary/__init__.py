"""Does anything that is not for everybody come out of the site? A word of its own in every such field says so."""
