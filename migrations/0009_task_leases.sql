-- +goose Up
ALTER TABLE tasks ADD COLUMN leaseholder TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN lease_until TIMESTAMP;

-- +goose Down
ALTER TABLE tasks DROP COLUMN lease_until;
ALTER TABLE tasks DROP COLUMN leaseholder;
