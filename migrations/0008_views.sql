-- +goose Up
CREATE TABLE views (
    id      TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    owner   TEXT NOT NULL,
    author  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL,
    query   TEXT NOT NULL,
    shared  BOOLEAN NOT NULL DEFAULT FALSE,
    created TIMESTAMP NOT NULL,
    UNIQUE (account, owner, kind, name)
);

-- +goose Down
DROP TABLE views;
