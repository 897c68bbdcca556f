-- +goose Up
CREATE TABLE approvals (
    id         TEXT PRIMARY KEY, -- also the key of the job that it becomes
    job_key    TEXT NOT NULL UNIQUE, -- the form's: it asks once
    title      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    op         TEXT NOT NULL,
    effect     TEXT NOT NULL,
    danger     INTEGER NOT NULL,
    price      TEXT NOT NULL,
    steps      TEXT NOT NULL, -- JSON: operation, targets and request of each, without secrets
    digest     TEXT NOT NULL, -- SHA-256 over them
    form       TEXT NOT NULL, -- JSON: how the page is filled in, without secrets
    reason     TEXT NOT NULL,
    session    TEXT NOT NULL,
    person     TEXT NOT NULL,
    role       TEXT NOT NULL,
    account    TEXT NOT NULL,
    site       TEXT NOT NULL,
    masked_key TEXT NOT NULL,
    remote_ip  TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    state      TEXT NOT NULL,
    asked_at   TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    decided_by TEXT NOT NULL,
    decision   TEXT NOT NULL, -- in the second person's words
    decided_at TIMESTAMP,
    used_at    TIMESTAMP
);
CREATE INDEX approvals_account ON approvals (account, asked_at);
CREATE INDEX approvals_state ON approvals (state, expires_at);

-- The other one of two: who approved an act, or whose request it is about.
ALTER TABLE acts ADD COLUMN second_person TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN second_person TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE audit DROP COLUMN second_person;
ALTER TABLE acts DROP COLUMN second_person;
DROP TABLE approvals;
