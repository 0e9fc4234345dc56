-- The diary: one row an entry, numbered for each user.
CREATE TABLE diary (
    user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    entry   BLOB    NOT NULL,
    PRIMARY KEY (user_id, number)
) STRICT, WITHOUT ROWID;
