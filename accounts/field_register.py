"""Every field of the accounts: who may read it, what it is for, how long it is kept."""

from accounts.registered import NOBODY, STAFF, Table, internal, personal, secret, table
from accounts.terms import LOGINS

REGISTER: dict[str, Table] = {
    "accounts.User": table(
        secret("password", "to log in; a slow hash of it"),
        personal("email name", "who somebody is, for colleagues and for the notices of their cases"),
        internal("last_login date_joined", "to notice accounts that nobody uses"),
        internal("is_active is_staff is_superuser groups user_permissions", "what somebody may do"),
        kept="as long as anything names the account; it is closed rather than deleted, so that history keeps its names",
        seen_by=STAFF,
    ),
    "accounts.CalendarKey": table(
        secret("digest", "to know a secret address again; a keyed hash of it"),
        internal("user made_at ended_at ended_by", "whose calendar it is, and whether its address still works"),
        kept="as long as the account",
        seen_by=NOBODY,
    ),
    "accounts.StaffSession": table(
        secret("session_key session_data", "to know a browser again that has come in"),
        internal("user began_at seen_at expire_date", "where somebody is logged in, to end it and when it ends"),
        internal("browser", "a word for the browser, so that its owner knows which login is which"),
        kept=LOGINS.words,
        seen_by=NOBODY,
    ),
    "accounts.LockDown": table(
        internal("began_at by first_by first_at lifted_by lifted_at is_on", "who locked the desk down, who lifted it"),
        internal("reason first_reason lifted_reason", "why, for the staff"),
        kept="without a term: who could get in when is on record",
        seen_by="campaigns.view_reminder",
    ),
    "accounts.SealShape": table(
        internal("journal columns", "to know by which columns a row of the history was sealed"),
        kept="without a term: what went would break the chain",
        seen_by=NOBODY,
    ),
    "accounts.Seal": table(
        internal("number journal row_pk shape", "which row of the history a link of the chain seals"),
        secret("salt", "to keep names from being tried on a digest; gone where its row was struck out"),
        secret("digest link", "to notice that the history was changed past the desk; hashes"),
        internal("sealed_at", "since when a row cannot be changed unnoticed"),
        kept="without a term: what went would break the chain",
        seen_by=NOBODY,
    ),
    "accounts.StruckRecord": table(
        internal("journal row_pk at by reason", "who struck what out of a history, when and why; never what it was"),
        kept="without a term: what went would break the chain",
        seen_by=NOBODY,
    ),
    "accounts.HistoryCheck": table(
        internal("at links fault_count faults told_at", "what was found when the history was verified, and who knows"),
        internal("head", "to compare with a head that was mailed out; a hash"),
        kept="without a term: one row a day, to compare with",
        seen_by="campaigns.view_reminder",
    ),
}
