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
}
