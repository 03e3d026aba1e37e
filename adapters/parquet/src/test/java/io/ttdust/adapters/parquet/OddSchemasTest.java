package io.ttdust.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.parquet.layout.LayoutCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Schemas that engines would trip over, through an engine.
class OddSchemasTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    @Tag("B07")
    void columnsOfOddNamesHoldTheirOwnValues() throws Exception {
        List<String> names = List.of(
                "id",
                "ID",
                "",
                "a.b",
                "a/b",
                "_offset",
                "_sequence",
                "select",
                "😀",
                "two words",
                "x\"y",
                "back\\slash",
                "year",
                "line\nbreak",
                "n".repeat(300));
        ObjectNode properties = JSON.createObjectNode();
        ObjectNode payload = JSON.createObjectNode();
        for (int i = 0; i < names.size(); i++) {
            properties.putObject(names.get(i)).put("type", "integer");
            payload.put(names.get(i), 100 + i);
        }
        String schema = JSON.createObjectNode().set("properties", properties).toString();
        Path hour = Files.createDirectories(directory.resolve("year=2026/month=11"));
        TestFiles.onDisk(hour, schema, List.of(payload.toString()));

        String columns = LayoutCompiler.compile(schema).pointers().keySet().stream()
                .map("\"%s\""::formatted)
                .collect(Collectors.joining(", "));
        assertThat(DuckDb.query(
                        "SELECT %s, year, _offset, _untyped FROM read_parquet('%s/**/*.parquet', hive_partitioning = true)"
                                .formatted(columns, directory)))
                .containsExactly(IntStream.range(100, 100 + names.size())
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining("|"))
                        + "|2026|1000|null");
    }

    @Test
    @Tag("B08")
    void whatFlipsItsTypeOrIsOneOfTenThousandStaysInThePayload() throws Exception {
        ObjectNode properties = JSON.createObjectNode();
        ObjectNode wide = JSON.createObjectNode();
        for (int i = 0; i < 10_000; i++) {
            properties.putObject("p" + i).put("type", "integer");
            wide.put("p" + i, i);
        }
        String schema = JSON.createObjectNode().set("properties", properties).toString();
        Path file = TestFiles.onDisk(
                directory, schema, List.of("{\"p0\":1}", "{\"p0\":\"one\"}", "{\"p0\":{\"p1\":1}}", wide.toString()));

        assertThat(DuckDb.query(
                        "SELECT p0, p999, _untyped, (_payload->>'p9999') FROM '%s' ORDER BY _offset".formatted(file)))
                .containsExactly("1|null|null|null", "null|null|[/p0]|null", "null|null|[/p0]|null", "0|999|null|9999");
        assertThat(DuckDb.query("SELECT count(*) FROM (DESCRIBE SELECT * FROM '%s') WHERE column_name LIKE 'p%%'"
                        .formatted(file)))
                .containsExactly("1000");
    }
}
