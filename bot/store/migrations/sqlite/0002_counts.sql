-- How often something happened, over all users: which answer helped, which topic was nearest to an unanswered question.
CREATE TABLE counts (
    name  TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
