-- How many partitions a stream has, fixed when it is created. Streams made before have the one they always had.

ALTER TABLE streams ADD COLUMN partitions integer NOT NULL DEFAULT 1 CHECK (partitions BETWEEN 1 AND 1024);
