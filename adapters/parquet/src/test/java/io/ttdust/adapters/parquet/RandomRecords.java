package io.ttdust.adapters.parquet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/// Records of one schema by a seed: mostly right, often odd, sometimes of the wrong kind.
final class RandomRecords {

    static final String SCHEMA = """
            {"type":"object","properties":{
              "s":{"type":"string"},"i":{"type":"integer"},"d":{"type":"number"},"b":{"type":"boolean"},
              "t":{"type":"string","format":"date-time"},"date":{"type":["string","null"],"format":"date"},
              "u":{"type":"string","format":"uuid"},
              "o":{"type":"object","properties":{"x":{"type":"number"},
                "p":{"type":["object","null"],"properties":{"s":{"type":"string"},"i":{"$ref":"#/definitions/n"}}}}},
              "any":{},"list":{"type":"array"}},
             "definitions":{"n":{"type":["null","integer"]}}}""";

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "0.0",
            "-0.0",
            "0e5",
            "1.0",
            "1e3",
            "1E+2",
            "10e-1",
            "1.5e1",
            "15e-1",
            "0.1",
            "-0.1",
            "2.5e-1",
            "9007199254740991",
            "9007199254740992",
            "9007199254740993",
            "-9007199254740993",
            "999999999999999999",
            "1000000000000000000",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "9223372036854775807.0",
            "92233720368547758070e-1",
            "0.00009e5",
            "123456789012345678901234567890",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1e400",
            "-1e400",
            "5e-324",
            "1e-400",
            "0.1000000000000000055511151231257827",
            "1.00000000000000000000000000000000001",
            "1e22",
            "1e23",
            "123456789.123456789",
            "8.5e15",
            "9007199254740993e3",
            "3.0000000000000000000000000000000000000");

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "click",
            "ü€𝄞",
            "say \\\"hi\\\"",
            "\\\\ \\/ \\b\\f\\n\\r\\t",
            "\\u00fc\\u20AC\\ud834\\udd1e",
            "x\\u0001y",
            "1",
            "null",
            "2024-02-29",
            "2023-02-29",
            "1969-12-31",
            "0001-01-01",
            "9999-12-31",
            "2024-13-01",
            "2024-00-10",
            "2024-01-00",
            "2024-1-1",
            "2024-01-011",
            "2024-04-31",
            "2024-02-29T23:59:59Z",
            "2024-02-29T23:59:60Z",
            "2024-02-29T24:00:00Z",
            "2024-02-29t01:02:03.5z",
            "2024-02-29T01:02:03.123456789+05:30",
            "1969-12-31T23:59:59.9999999Z",
            "0001-01-01T00:00:00-18:00",
            "2024-02-29T01:02:03",
            "2024-02-29 01:02:03Z",
            "2024-02-29T01:02:03.Z",
            "2024-02-29T01:02:03+0100",
            "2024-02-29T01:60:03Z",
            "2024\\u002d02-29T01:02:03Z",
            "2024-02-29T01:02:03+1:00",
            "6BA7B810-9dad-11d1-80b4-00c04fd430c8",
            "6ba7b8109dad11d180b400c04fd430c8",
            "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
            "6ba7b810-9dad-11d1-80b4-00c04fd430\\u0063\\u0038",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8 ");

    private static final List<String> OTHERS =
            List.of("null", "true", "false", "[]", "[1,{\"a\":[null]}]", "{}", "{\"s\":1,\"x\":\"no\"}");

    private final Random random;

    RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    String record() {
        List<String> members = new ArrayList<>();
        maybe(members, "s", this::text);
        maybe(members, "i", this::number);
        maybe(members, "d", this::number);
        maybe(members, "b", () -> random.nextBoolean() ? "true" : "false");
        maybe(members, "t", this::text);
        maybe(members, "date", this::text);
        maybe(members, "u", this::text);
        maybe(members, "o", this::object);
        maybe(members, "any", this::other);
        maybe(members, "list", this::other);
        if (random.nextInt(5) == 0) {
            Collections.shuffle(members, random);
        }
        return join(members);
    }

    private String object() {
        List<String> members = new ArrayList<>();
        maybe(members, "x", this::number);
        maybe(members, "p", () -> {
            List<String> inner = new ArrayList<>();
            maybe(inner, "s", this::text);
            maybe(inner, "i", this::number);
            return join(inner);
        });
        return join(members);
    }

    private String join(List<String> members) {
        String space = random.nextInt(10) == 0 ? " \n\t" : "";
        return "{" + space + String.join("," + space, members) + space + "}";
    }

    private void maybe(List<String> members, String name, Supplier<String> value) {
        if (random.nextInt(8) != 0) {
            members.add("\"%s\":%s".formatted(name, random.nextInt(12) == 0 ? other() : value.get()));
        }
    }

    private String other() {
        return switch (random.nextInt(4)) {
            case 0 -> text();
            case 1 -> number();
            default -> OTHERS.get(random.nextInt(OTHERS.size()));
        };
    }

    private String number() {
        return switch (random.nextInt(4)) {
            case 0 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0x7FDF_FFFF_FFFF_FFFFL));
            case 2 -> Float.toString(random.nextFloat() * 1000);
            default -> NUMBERS.get(random.nextInt(NUMBERS.size()));
        };
    }

    private String text() {
        return "\"%s\""
                .formatted(
                        switch (random.nextInt(6)) {
                            case 0 -> new UUID(random.nextLong(), random.nextLong()).toString();
                            case 1 ->
                                "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ"
                                        .formatted(
                                                1 + random.nextInt(9999),
                                                1 + random.nextInt(12),
                                                1 + random.nextInt(31),
                                                random.nextInt(24),
                                                random.nextInt(60),
                                                random.nextInt(60),
                                                random.nextInt(1000));
                            case 2 ->
                                "%04d-%02d-%02d"
                                        .formatted(
                                                1 + random.nextInt(9999),
                                                1 + random.nextInt(12),
                                                1 + random.nextInt(31));
                            default -> TEXTS.get(random.nextInt(TEXTS.size()));
                        });
    }
}
