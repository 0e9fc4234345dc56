-- One row a user. applied: ids of the last updates, oldest first, apart by spaces. Times are microseconds since 1970, UTC.
CREATE TABLE users (
    user_id    INTEGER PRIMARY KEY,
    state      BLOB    NOT NULL,
    applied    TEXT    NOT NULL,
    answer     BLOB    NOT NULL,
    suspended  INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
) STRICT;

-- When to wake the dialogue of a user. wall and zone are what the user chose, for people to read.
CREATE TABLE alarms (
    user_id   INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    key       TEXT    NOT NULL,
    due       INTEGER NOT NULL,
    wall      TEXT    NOT NULL,
    zone      TEXT    NOT NULL,
    suspended INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX alarms_by_due ON alarms (due) WHERE suspended = 0;

-- Answers of alarms that went off, until their message is out.
CREATE TABLE outbox (
    user_id     INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    key         TEXT    NOT NULL,
    due         INTEGER NOT NULL,
    answer      BLOB    NOT NULL,
    lease_until INTEGER NOT NULL,
    PRIMARY KEY (user_id, key, due)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_by_lease ON outbox (lease_until);
