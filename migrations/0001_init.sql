-- +goose Up
CREATE TABLE sessions (
    id         TEXT PRIMARY KEY, -- SHA-256 of the cookie's id, in hex
    person     TEXT NOT NULL,
    created    TIMESTAMP NOT NULL,
    seen       TIMESTAMP NOT NULL,
    expires    TIMESTAMP NOT NULL,
    ip         TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person);

CREATE TABLE profiles (
    id         TEXT PRIMARY KEY,
    session    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    site       TEXT NOT NULL,
    masked_key TEXT NOT NULL,
    account    TEXT NOT NULL,
    sealed     TEXT NOT NULL,
    active     BOOLEAN NOT NULL DEFAULT FALSE,
    created    TIMESTAMP NOT NULL
);
CREATE INDEX profiles_session ON profiles (session);

CREATE TABLE acts (
    id          TEXT PRIMARY KEY,
    job_key     TEXT NOT NULL,
    item        INTEGER NOT NULL,
    title       TEXT NOT NULL,
    kind        TEXT NOT NULL,
    op          TEXT NOT NULL,
    operation   TEXT NOT NULL,
    targets     TEXT, -- JSON
    request     TEXT NOT NULL, -- JSON without secrets
    effect      TEXT NOT NULL,
    danger      INTEGER NOT NULL,
    session     TEXT NOT NULL, -- no reference: an act outlives its session
    person      TEXT NOT NULL,
    role        TEXT NOT NULL,
    account     TEXT NOT NULL,
    site        TEXT NOT NULL,
    masked_key  TEXT NOT NULL,
    remote_ip   TEXT NOT NULL,
    user_agent  TEXT NOT NULL,
    state       TEXT NOT NULL,
    code        TEXT NOT NULL,
    message     TEXT NOT NULL,
    request_id  TEXT NOT NULL,
    tickets     TEXT, -- JSON
    created_ids TEXT, -- JSON
    planned_at  TIMESTAMP NOT NULL,
    sent_at     TIMESTAMP,
    answered_at TIMESTAMP,
    finished_at TIMESTAMP,
    shown       INTEGER NOT NULL DEFAULT 0,
    dismissed   BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (job_key, item)
);
CREATE INDEX acts_account_time ON acts (account, planned_at);
CREATE INDEX acts_session ON acts (session, dismissed);
CREATE INDEX acts_state ON acts (state);

CREATE TABLE act_targets (
    act  TEXT NOT NULL REFERENCES acts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    id   TEXT NOT NULL,
    PRIMARY KEY (kind, id, act)
);
CREATE INDEX act_targets_act ON act_targets (act);

CREATE TABLE tasks (
    id         TEXT PRIMARY KEY,
    act        TEXT NOT NULL REFERENCES acts (id) ON DELETE CASCADE,
    account    TEXT NOT NULL,
    tracker    TEXT NOT NULL,
    ticket     TEXT NOT NULL,
    request_id TEXT NOT NULL,
    targets    TEXT, -- JSON
    kind       TEXT NOT NULL,
    op         TEXT NOT NULL,
    state      TEXT NOT NULL,
    progress   INTEGER NOT NULL,
    resources  TEXT, -- JSON
    message    TEXT NOT NULL,
    next_poll  TIMESTAMP NOT NULL,
    polls      INTEGER NOT NULL,
    failures   INTEGER NOT NULL,
    started    TIMESTAMP NOT NULL,
    finished   TIMESTAMP
);
CREATE INDEX tasks_act ON tasks (act);
CREATE INDEX tasks_account_state ON tasks (account, state);

CREATE TABLE prefs (
    owner TEXT NOT NULL,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (owner, key)
);

CREATE TABLE drafts (
    owner   TEXT NOT NULL,
    kind    TEXT NOT NULL,
    json    TEXT NOT NULL,
    updated TIMESTAMP NOT NULL,
    PRIMARY KEY (owner, kind)
);

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- +goose Down
DROP TABLE meta;
DROP TABLE drafts;
DROP TABLE prefs;
DROP TABLE tasks;
DROP TABLE act_targets;
DROP TABLE acts;
DROP TABLE profiles;
DROP TABLE sessions;
