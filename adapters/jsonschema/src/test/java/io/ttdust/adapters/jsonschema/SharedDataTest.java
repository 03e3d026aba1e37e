package io.ttdust.adapters.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real records under the schemas written for them.
@Tag("shared-data")
class SharedDataTest {

    @ParameterizedTest
    @CsvSource({"earthquakes, 1707", "flights, 20000"})
    void everyRealRecordSatisfiesItsSchema(String name, int records) throws IOException {
        Path data = Path.of(Objects.requireNonNull(System.getProperty("ttdust.shared-data")));
        ProgramSchema schema = Compile.schema(Files.readString(data.resolve(name + ".schema.json")));
        List<String> lines = Files.readAllLines(data.resolve(name + ".ndjson"));

        assertThat(lines).hasSize(records);
        assertThat(lines)
                .allSatisfy(line -> assertThat(Compile.check(schema, line)).isNull());
        assertThat(Compile.check(schema, lines.getFirst().replaceFirst(":", ":[") + "]"))
                .isNotNull();
    }
}
