-- Streams follow the latest version of their schema, or are pinned to one.

-- NULL stands for the latest version, whichever that is when the stream is read. Streams made before were given the
-- version that was the latest then and could not ask for a certain one, so all of them follow the latest from now on.
ALTER TABLE streams ALTER COLUMN schema_version DROP NOT NULL;
UPDATE streams SET schema_version = NULL;

-- The key over both columns says nothing where one is NULL.
ALTER TABLE streams ADD FOREIGN KEY (schema_id) REFERENCES schemas;

-- One row that tells every node when to look again: a transaction that changes a schema, a version or a stream also
-- counts here. The row is locked until the transaction ends, so whoever reads a number sees every change that is
-- counted in it.
CREATE TABLE catalog_changes (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    changes  bigint NOT NULL
);
INSERT INTO catalog_changes (changes) VALUES (0);

CREATE FUNCTION count_catalog_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalog_changes SET changes = changes + 1;
    RETURN NULL;
END
$$;

-- Deferred to the end of the transaction: this lock is then always the last one taken, and nobody waits for another
-- lock while holding it, so transactions that change several tables cannot wait for each other here.
CREATE CONSTRAINT TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE ON schemas
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_catalog_change();
CREATE CONSTRAINT TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE ON schema_versions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_catalog_change();
CREATE CONSTRAINT TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE ON streams
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_catalog_change();
