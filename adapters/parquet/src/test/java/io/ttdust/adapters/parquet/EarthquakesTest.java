package io.ttdust.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real records through a reader that is not ours.
@Tag("shared-data")
class EarthquakesTest {

    private static final Path DATA = Path.of(System.getProperty("ttdust.shared-data", "."));

    @TempDir
    Path directory;

    @Test
    void duckDbCountsTheEarthquakesAndFindsTheirTypes() throws Exception {
        List<String> payloads = Files.readAllLines(DATA.resolve("earthquakes.ndjson"));
        Path file = TestFiles.onDisk(directory, Files.readString(DATA.resolve("earthquakes.schema.json")), payloads);

        assertThat(DuckDb.query("SELECT count(*), typeof(any_value(properties.mag)), "
                        + "typeof(any_value(properties.time)), typeof(any_value(properties.tsunami)), "
                        + "typeof(any_value(_ingested_at)), typeof(any_value(_payload)) FROM '" + file + "'"))
                .containsExactly("1707|DOUBLE|BIGINT|BIGINT|TIMESTAMP WITH TIME ZONE|JSON");
        assertThat(DuckDb.query("SELECT count(*) FROM '" + file + "' WHERE _untyped IS NOT NULL"))
                .containsExactly("0");
        assertThat(DuckDb.query("SELECT count(*) FROM '" + file + "' WHERE properties.mag IS DISTINCT FROM "
                        + "CAST(_payload->'properties'->>'mag' AS DOUBLE) OR properties.time IS DISTINCT FROM "
                        + "CAST(_payload->'properties'->>'time' AS BIGINT) OR properties.place IS DISTINCT FROM "
                        + "(_payload->'properties'->>'place') OR id IS DISTINCT FROM (_payload->>'id')"))
                .containsExactly("0");
        assertThat(DuckDb.query("SELECT _payload::VARCHAR FROM '" + file + "' ORDER BY _offset"))
                .isEqualTo(payloads);
    }
}
