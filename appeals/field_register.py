"""Every field of the doing: who may read it, what it is for, how long it is kept.

What a writer types into a letter stands here nowhere: there is no row of it.
"""

from accounts.registered import NOBODY, STAFF, Table, internal, personal, public, secret, table
from accounts.terms import LARGE_PACKS, PICTURES, PRESSES, UNUSED_TALLIES

REGISTER: dict[str, Table] = {
    "appeals.SheetPDF": table(
        public("sheet paper pdf content_hash pdf_hash", "the paper form of a sheet, the same bytes each time"),
        internal("rendered_at", "when it was made"),
        kept="as long as its sheet",
        seen_by=STAFF,
    ),
    "appeals.Tally": table(
        secret("code", "by which a group comes back to its own numbers; shown to whoever opened it, once"),
        internal("opened_on posted_on first_reported_on edition actions", "which evening the numbers are of"),
        kept=f"without a term: it names nobody; unused, {UNUSED_TALLIES.words}",
        seen_by="appeals.view_tallyline",
    ),
    "appeals.TallyLine": table(
        internal("tally channel number standing decided_by decided_at", "how many letters a group reports"),
        internal("action authority", "for which action, and to whom"),
        internal("reason", "why an odd number counts, or does not"),
        kept="without a term; it names nobody",
        seen_by="appeals.view_tallyline",
    ),
    "appeals.WeekCount": table(
        public("action authority channel week number", "how many letters single writers report, by week"),
        kept="without a term; it names nobody",
        seen_by=STAFF,
    ),
    "appeals.Press": table(
        secret("token_hash", "so that one form counts once; a hash of a number by lot", kept=PRESSES.words),
        internal("on", "on which day"),
        kept=PRESSES.words,
        seen_by=NOBODY,
    ),
    "appeals.Reply": table(
        internal("action authority kind reported_on is_independent status", "what came back, and of whom"),
        personal("text", "what came back, in the words of a stranger"),
        personal("reason", "what was decided of it, and why"),
        internal("decided_by decided_at pictures_removed_on", "who decided it, and when"),
        kept="until staff delete it; its history until it is struck out",
        seen_by="appeals.view_reply",
    ),
    "appeals.ReplyPicture": table(
        personal("jpeg", "a picture of what came back, drawn anew"),
        internal("reply name number size", "which reply it came with"),
        kept=f"{PICTURES.words}, or until staff remove it",
        seen_by="appeals.view_reply",
    ),
    "appeals.LargePack": table(
        secret("sealed_order locked_result", "a pack for a large group, locked by a key that is not here"),
        secret("name public_key", "to find it again by the token in its address, and to seal what its worker is sent"),
        internal("asked_at alive_at total done outcome", "how far it is"),
        kept=LARGE_PACKS.words,
        seen_by=NOBODY,
    ),
}
