"""Words that only a visitor, a follower or one of the staff has typed go in everywhere, and every log is searched."""
