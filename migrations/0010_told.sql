-- +goose Up
-- What people told of resources that the provider cannot list.
CREATE TABLE told (
    account   TEXT NOT NULL,
    kind      TEXT NOT NULL,
    id        TEXT NOT NULL,
    facts     TEXT,
    who       TEXT NOT NULL,
    since     TIMESTAMP NOT NULL,
    forgotten BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (account, kind, id)
);

-- +goose Down
DROP TABLE told;
