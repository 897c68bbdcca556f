-- +goose Up
ALTER TABLE acts ADD COLUMN price TEXT NOT NULL DEFAULT '';

CREATE TABLE audit (
    seq        INTEGER PRIMARY KEY, -- from 1, without gaps
    at         TIMESTAMP NOT NULL,
    event      TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    attempt    TEXT NOT NULL, -- the act; '' for a row that stands alone
    session    TEXT NOT NULL,
    person     TEXT NOT NULL,
    role       TEXT NOT NULL,
    account    TEXT NOT NULL,
    site       TEXT NOT NULL,
    masked_key TEXT NOT NULL,
    remote_ip  TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    kind       TEXT NOT NULL,
    op         TEXT NOT NULL,
    operation  TEXT NOT NULL,
    target     TEXT NOT NULL, -- the first one's id
    targets    TEXT NOT NULL, -- JSON
    request    TEXT NOT NULL, -- JSON without secrets
    effect     TEXT NOT NULL,
    danger     INTEGER NOT NULL,
    price      TEXT NOT NULL,
    code       TEXT NOT NULL,
    message    TEXT NOT NULL,
    request_id TEXT NOT NULL,
    took       BIGINT NOT NULL, -- microseconds
    prev       TEXT NOT NULL,
    hash       TEXT NOT NULL,
    seal       TEXT NOT NULL,
    sealed_by  TEXT NOT NULL
);
CREATE INDEX audit_attempt ON audit (attempt, seq);
-- Acts are found by act_targets; this is for the rest, and costs an act nothing.
CREATE INDEX audit_target ON audit (target) WHERE attempt = '';

-- Where the trail begins and ends: what is missing at either end shows here.
CREATE TABLE audit_marks (
    name      TEXT PRIMARY KEY,
    seq       INTEGER NOT NULL,
    hash      TEXT NOT NULL,
    seal      TEXT NOT NULL,
    sealed_by TEXT NOT NULL
);
INSERT INTO audit_marks (name, seq, hash, seal, sealed_by) VALUES ('base', 0, '', '', '');
INSERT INTO audit_marks (name, seq, hash, seal, sealed_by) VALUES ('head', 0, '', '', '');

-- +goose Down
DROP TABLE audit_marks;
DROP TABLE audit;
ALTER TABLE acts DROP COLUMN price;
