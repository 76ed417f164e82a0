"""The demo: the public case of Ismon Azimov of July 2011 in our own words, and invented cases around it."""
