-- What the store must know about itself: a sealed sample for each data key that may be in use, an unfinished copy.
CREATE TABLE notes (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
