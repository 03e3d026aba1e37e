package io.ttdust.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ttdust.application.port.storage.BytesObject;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random records, right and wrong ones, against a model that reads the JSON with another parser; the columns
/// are read by DuckDB and by parquet-java.
@Tag("B05")
class RandomRecordsTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Pattern DATE_TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?)\\d*([Zz]|[+-]\\d\\d:\\d\\d)");

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /// Path of each column, its kind, and the expression that makes DuckDB spell it as the model does.
    private static final Map<String, String> KINDS = kinds();

    @TempDir
    Path directory;

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("/s", "string");
        kinds.put("/i", "integer");
        kinds.put("/d", "number");
        kinds.put("/b", "boolean");
        kinds.put("/t", "date-time");
        kinds.put("/date", "date");
        kinds.put("/u", "uuid");
        kinds.put("/o/x", "number");
        kinds.put("/o/p/s", "string");
        kinds.put("/o/p/i", "integer");
        return kinds;
    }

    private static String duckDb(String column, String kind) {
        return switch (kind) {
            case "number" -> column + " + 0.0::DOUBLE";
            case "date-time" -> "epoch_us(%s)".formatted(column);
            case "date" -> "%s - DATE '1970-01-01'".formatted(column);
            case "uuid" -> column + "::VARCHAR";
            default -> column;
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bothReadersFindWhatTheModelSays(long seed) throws Exception {
        RandomRecords random = new RandomRecords(seed);
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            payloads.add(random.record());
        }
        List<String> expected = payloads.stream().map(RandomRecordsTest::model).toList();

        BytesObject file = TestFiles.file(RandomRecords.SCHEMA, payloads);
        Path path = Files.write(directory.resolve("random.parquet"), file.bytes());

        String columns = KINDS.entrySet().stream()
                .map(column -> duckDb(column.getKey().substring(1).replace('/', '.'), column.getValue()))
                .collect(Collectors.joining(", "));
        List<String> inDuckDb = DuckDb.query(
                "SELECT %s, coalesce(array_to_string(list_sort(_untyped), ' '), '') FROM '%s' ORDER BY _offset"
                        .formatted(columns, path));
        List<String> inParquetJava = ReferenceReader.rows(file).stream()
                .map(RandomRecordsTest::spelled)
                .toList();
        for (int i = 0; i < payloads.size(); i++) {
            assertThat(inDuckDb.get(i))
                    .as("seed %d, DuckDB, %s", seed, payloads.get(i))
                    .isEqualTo(expected.get(i));
            assertThat(inParquetJava.get(i))
                    .as("seed %d, parquet-java, %s", seed, payloads.get(i))
                    .isEqualTo(expected.get(i));
        }
        assertThat(DuckDb.query("SELECT _payload::VARCHAR FROM '%s' ORDER BY _offset".formatted(path)))
                .isEqualTo(payloads);
    }

    private static String model(String payload) {
        JsonNode record;
        try {
            record = JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new AssertionError(payload, e);
        }
        List<String> values = new ArrayList<>();
        List<String> untyped = new ArrayList<>();
        for (Map.Entry<String, String> column : KINDS.entrySet()) {
            JsonNode value = record.at(column.getKey());
            String typed = value.isNull() || value.isMissingNode() ? null : model(value, column.getValue());
            values.add(String.valueOf(typed));
            if (typed == null && !value.isNull() && !value.isMissingNode()) {
                untyped.add(column.getKey());
            }
        }
        for (String group : List.of("/o", "/o/p")) {
            JsonNode value = record.at(group);
            if (!value.isObject() && !value.isNull() && !value.isMissingNode()) {
                untyped.add(group);
            }
        }
        Collections.sort(untyped);
        values.add(String.join(" ", untyped));
        return String.join("|", values);
    }

    private static @Nullable String model(JsonNode value, String kind) {
        try {
            return switch (kind) {
                case "string" -> value.isTextual() && isWellFormed(value.textValue()) ? value.textValue() : null;
                case "integer" ->
                    value.isNumber() ? Long.toString(value.decimalValue().longValueExact()) : null;
                case "number" -> value.isNumber() ? number(value.decimalValue()) : null;
                case "boolean" -> value.isBoolean() ? value.asText() : null;
                case "date-time" -> value.isTextual() ? micros(value.textValue()) : null;
                case "date" ->
                    value.isTextual()
                            ? Long.toString(LocalDate.parse(value.textValue()).toEpochDay())
                            : null;
                default ->
                    value.isTextual() && UUID_FORM.matcher(value.textValue()).matches()
                            ? value.textValue().toLowerCase(Locale.ROOT)
                            : null;
            };
        } catch (ArithmeticException | DateTimeException _) {
            return null;
        }
    }

    private static @Nullable String number(BigDecimal exact) {
        double nearest = exact.doubleValue() + 0.0;
        return Double.isInfinite(nearest) ? null : Double.toString(nearest);
    }

    private static @Nullable String micros(String text) {
        Matcher form = DATE_TIME.matcher(text);
        if (!form.matches()) {
            return null;
        }
        OffsetDateTime time = OffsetDateTime.parse((form.group(1) + form.group(3)).toUpperCase(Locale.ROOT));
        return Long.toString(time.toEpochSecond() * 1_000_000 + time.getNano() / 1000);
    }

    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static String spelled(Group row) {
        List<String> values = new ArrayList<>();
        KINDS.forEach((pointer, kind) -> values.add(spelled(row, pointer.substring(1), kind)));
        List<String> untyped = new ArrayList<>();
        if (row.getFieldRepetitionCount("_untyped") == 1) {
            Group list = row.getGroup("_untyped", 0);
            for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
                untyped.add(list.getGroup("list", i).getString("element", 0));
            }
        }
        Collections.sort(untyped);
        values.add(String.join(" ", untyped));
        return String.join("|", values);
    }

    private static String spelled(Group group, String path, String kind) {
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        if (group.getFieldRepetitionCount(name) == 0) {
            return "null";
        }
        if (slash >= 0) {
            return spelled(group.getGroup(name, 0), path.substring(slash + 1), kind);
        }
        return switch (kind) {
            case "string" -> group.getString(name, 0);
            case "integer", "date-time" -> Long.toString(group.getLong(name, 0));
            case "number" -> Double.toString(group.getDouble(name, 0) + 0.0);
            case "boolean" -> Boolean.toString(group.getBoolean(name, 0));
            case "date" -> Integer.toString(group.getInteger(name, 0));
            default -> uuid(group.getBinary(name, 0));
        };
    }

    private static String uuid(Binary bytes) {
        ByteBuffer buffer = bytes.toByteBuffer();
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }
}
