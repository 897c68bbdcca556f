-- +goose Up
-- When the person last proved who they are, and with which profile's secret.
ALTER TABLE sessions ADD COLUMN proven TIMESTAMP;
ALTER TABLE sessions ADD COLUMN proven_with TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE sessions DROP COLUMN proven_with;
ALTER TABLE sessions DROP COLUMN proven;
