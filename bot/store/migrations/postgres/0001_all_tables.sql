-- The same tables as on SQLite, so that rows can be copied from one to the other as they are.
-- Times are microseconds since 1970, UTC. COLLATE "C": the order of bytes, as SQLite has it.

-- One row a user. applied: ids of the last updates, oldest first, apart by spaces.
CREATE TABLE users (
    user_id    BIGINT   PRIMARY KEY,
    state      BYTEA    NOT NULL,
    applied    TEXT     NOT NULL,
    answer     BYTEA    NOT NULL,
    suspended  SMALLINT NOT NULL DEFAULT 0,
    updated_at BIGINT   NOT NULL
);

-- When to wake the dialogue of a user. wall and zone are what the user chose, for people to read.
-- leased_by: the process that was given the alarm last; until leased_until the others leave it alone.
CREATE TABLE alarms (
    user_id      BIGINT   NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    key          TEXT     COLLATE "C" NOT NULL,
    due          BIGINT   NOT NULL,
    wall         TEXT     NOT NULL,
    zone         TEXT     NOT NULL,
    suspended    SMALLINT NOT NULL DEFAULT 0,
    leased_by    TEXT     NOT NULL DEFAULT '',
    leased_until BIGINT   NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, key)
);

-- All of the order, so that the first of many that are due at the same instant are found without sorting them.
CREATE INDEX alarms_by_due ON alarms (due, user_id, key) WHERE suspended = 0;

-- Answers of alarms that went off, until their message is out.
CREATE TABLE outbox (
    user_id     BIGINT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    key         TEXT   COLLATE "C" NOT NULL,
    due         BIGINT NOT NULL,
    answer      BYTEA  NOT NULL,
    lease_until BIGINT NOT NULL,
    PRIMARY KEY (user_id, key, due)
);

CREATE INDEX outbox_by_lease ON outbox (lease_until);

-- How often something happened, over all users: which answer helped, which topic was nearest to an unanswered question.
CREATE TABLE counts (
    name  TEXT   COLLATE "C" PRIMARY KEY,
    count BIGINT NOT NULL
);

-- The diary: one row an entry, numbered for each user.
CREATE TABLE diary (
    user_id BIGINT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    number  BIGINT NOT NULL,
    entry   BYTEA  NOT NULL,
    PRIMARY KEY (user_id, number)
);

-- What the store must know about itself: a sealed sample for each data key that may be in use, an unfinished copy.
CREATE TABLE notes (
    name  TEXT  COLLATE "C" PRIMARY KEY,
    value BYTEA NOT NULL
);
