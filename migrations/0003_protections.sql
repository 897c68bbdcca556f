-- +goose Up
CREATE TABLE protections (
    account TEXT NOT NULL,
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    who     TEXT NOT NULL,
    reason  TEXT NOT NULL,
    since   TIMESTAMP NOT NULL,
    PRIMARY KEY (account, kind, id)
);

-- +goose Down
DROP TABLE protections;
