package io.ttdust.simulation.hostile;

import io.ttdust.domain.problem.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A schema or a payload made to cost more than it weighs, and how it must be refused.
///
/// @param row of the catalogue of faults
/// @param payload null when the definition itself is refused
/// @param keyword of the first violation
record HostileCase(
        String name,
        String row,
        String definition,
        @Nullable String payload,
        ErrorCode code,
        String keyword) {

    private static final int LEVELS = 100_000;

    /// @param port where somebody listens whom nothing may call
    static List<HostileCase> all(int port) {
        return List.of(
                schema("ref_to_a_port", "B01", "{\"$ref\":\"http://127.0.0.1:%d/a.json\"}".formatted(port), "$ref"),
                schema(
                        "id_on_a_port",
                        "B01",
                        "{\"$id\":\"http://127.0.0.1:%d/\",\"items\":{\"$ref\":\"a.json#/b\"}}".formatted(port),
                        "$ref"),
                schema("pattern_that_must_backtrack", "B02", "{\"pattern\":\"^(a+)+\\\\1$\"}", "pattern"),
                schema("pattern_that_counts", "B02", "{\"pattern\":\"^((a{1,100}){1,100}){1,100}$\"}", "pattern"),
                payload(
                        "pattern_that_would_backtrack",
                        "B02",
                        "{\"properties\":{\"a\":{\"pattern\":\"^(a+)+$\"}}}",
                        "{\"a\":\"" + "a".repeat(1_000) + "!\"}",
                        ErrorCode.VALIDATION_ERROR,
                        "pattern"),
                schema("references_that_double", "B03", doubling(), "$limit"),
                schema("references_in_a_circle", "B03", "{\"allOf\":[{\"$ref\":\"#\"}]}", "$ref"),
                schema("references_in_a_chain", "B03", chain(), "$limit"),
                schema("too_many_sub_schemas", "B03", wide(), "$limit"),
                schema("too_many_values", "B03", "{\"enum\":[" + numbers(10_001) + "]}", "$limit"),
                schema("deep_definition", "B03", "{\"not\":".repeat(LEVELS), "depth"),
                payload(
                        "alternatives_on_small_values",
                        "B03",
                        "{\"properties\":{\"a\":{\"items\":{\"not\":{\"anyOf\":[" + alternatives() + "]}}}}}",
                        "{\"a\":[" + "{},".repeat(3_000) + "{}]}",
                        ErrorCode.VALIDATION_ERROR,
                        "$budget"),
                payload("deep_objects", "B04", "{}", "{\"a\":".repeat(LEVELS), ErrorCode.INVALID_JSON, "depth"),
                payload("deep_arrays", "B04", "{}", "{\"a\":" + "[".repeat(LEVELS), ErrorCode.INVALID_JSON, "depth"),
                payload(
                        "exponent_of_ten_digits",
                        "B05",
                        "{\"properties\":{\"a\":{\"maximum\":1,\"multipleOf\":7}}}",
                        "{\"a\":1e1000000000}",
                        ErrorCode.VALIDATION_ERROR,
                        "maximum"),
                payload(
                        "number_of_a_megabyte",
                        "B05",
                        "{\"properties\":{\"a\":{\"multipleOf\":7}}}",
                        "{\"a\":6" + "7".repeat(1_000_000) + "}",
                        ErrorCode.VALIDATION_ERROR,
                        "multipleOf"));
    }

    private static HostileCase schema(String name, String row, String definition, String keyword) {
        return new HostileCase(name, row, definition, null, ErrorCode.SCHEMA_INVALID, keyword);
    }

    private static HostileCase payload(
            String name, String row, String definition, String payload, ErrorCode code, String keyword) {
        return new HostileCase(name, row, definition, payload, code, keyword);
    }

    private static String doubling() {
        return IntStream.range(0, 40)
                .mapToObj(i -> "\"a%d\":{\"anyOf\":[{\"$ref\":\"#/definitions/a%d\"},{\"$ref\":\"#/definitions/a%d\"}]}"
                        .formatted(i, i + 1, i + 1))
                .collect(Collectors.joining(
                        ",", "{\"$ref\":\"#/definitions/a0\",\"definitions\":{", ",\"a40\":{\"type\":\"null\"}}}"));
    }

    private static String chain() {
        return IntStream.range(0, 5_000)
                .mapToObj(i -> "\"a%d\":{\"$ref\":\"#/definitions/a%d\"}".formatted(i, i + 1))
                .collect(
                        Collectors.joining(",", "{\"$ref\":\"#/definitions/a0\",\"definitions\":{", ",\"a5000\":{}}}"));
    }

    private static String wide() {
        return IntStream.range(0, 10_001)
                .mapToObj(i -> "\"p%d\":{}".formatted(i))
                .collect(Collectors.joining(",", "{\"properties\":{", "}}"));
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static String alternatives() {
        return IntStream.range(0, 300)
                .mapToObj(i -> "{\"required\":[\"n%d\"]}".formatted(i))
                .collect(Collectors.joining(","));
    }
}
