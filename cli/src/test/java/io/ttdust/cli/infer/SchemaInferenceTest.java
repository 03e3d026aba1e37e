package io.ttdust.cli.infer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaInferenceTest {

    private static final InferenceRules CLOSED = new InferenceRules(true, true, true);
    private static final InferenceRules PLAIN = new InferenceRules(false, false, false);

    @Test
    void writesAWholeSchemaThatReadsWell() {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            records.add(
                    "{\"id\":%d,\"at\":\"2026-01-31T10:00:%02dZ\",\"kind\":\"%s\",\"price\":%s,\"tags\":[\"a%d\"]%s}"
                            .formatted(
                                    i,
                                    i,
                                    i % 2 == 0 ? "buy" : "sell",
                                    i % 3 == 0 ? "1" : "1.5",
                                    i,
                                    i == 7 ? ",\"x\":{}" : ""));
        }

        assertThat(inferred(InferenceRules.USUAL, records).text()).isEqualTo("""
                {
                  "$schema": "http://json-schema.org/draft-07/schema#",
                  "type": "object",
                  "properties": {
                    "id": {
                      "type": "integer"
                    },
                    "at": {
                      "type": "string",
                      "format": "date-time"
                    },
                    "kind": {
                      "type": "string",
                      "enum": ["buy", "sell"]
                    },
                    "price": {
                      "type": "number"
                    },
                    "tags": {
                      "type": "array",
                      "items": {
                        "type": "string"
                      }
                    },
                    "x": {
                      "type": "object"
                    }
                  },
                  "required": ["id", "at", "kind", "price", "tags"]
                }""");
    }

    @Test
    void putsALongListOnLinesOfItsOwn() {
        String name = "a-name-of-%d".formatted(0) + "-that-is-long".repeat(8);

        assertThat(inferred(PLAIN, List.of("{\"%s\":1,\"\\\"\":2,\"c\":3}".formatted(name)))
                        .text())
                .endsWith("""
                          "required": [
                            "%s",
                            "\\"",
                            "c"
                          ]
                        }""".formatted(name).indent(0).stripTrailing());
    }

    @Test
    void namesTypesInOrderOfAppearanceAndNullLast() {
        assertThat(property("a", "null", "\"x\"", "1")).isEqualTo("{\"type\":[\"string\",\"integer\",\"null\"]}");
        assertThat(property("a", "1", "2.0")).isEqualTo("{\"type\":\"number\"}");
        assertThat(property("a", "1", "true", "1e3")).isEqualTo("{\"type\":[\"boolean\",\"number\"]}");
    }

    @Test
    void leavesWhatWasAlwaysNullOpen() {
        assertThat(property("a", "null", "null")).isEqualTo("{}");
        assertThat(property("a", "[]", "[null]")).isEqualTo("{\"type\":\"array\"}");
    }

    @Test
    void seesTheItemsOfAllArraysAsOne() {
        assertThat(property("a", "[{\"n\":1,\"m\":2}]", "[]", "[{\"n\":2.5},{\"n\":null}]"))
                .isEqualTo(
                        "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
                                + "\"n\":{\"type\":[\"number\",\"null\"]},\"m\":{\"type\":\"integer\"}},\"required\":[\"n\"]}}");
    }

    @Test
    void asksForAFormatOnlyWhenEnoughTextsHaveIt() {
        assertThat(property("a", "\"10.0.0.1\"", "\"10.0.0.2\"")).isEqualTo("{\"type\":\"string\"}");
        assertThat(property("a", "\"10.0.0.1\"", "null", "\"10.0.0.2\"", "\"10.0.0.3\""))
                .isEqualTo("{\"type\":[\"string\",\"null\"],\"format\":\"ipv4\"}");
        assertThat(property("a", "\"10.0.0.1\"", "\"10.0.0.2\"", "\"10.0.0.3\"", "\"\""))
                .isEqualTo("{\"type\":\"string\"}");
    }

    @Test
    void listsTextsOnlyWhenTheyAreFewWordsAndEachIsThereOften() {
        String ten = "\"on\",".repeat(5) + "\"off\",".repeat(5);

        assertThat(property("a", values(ten))).isEqualTo("{\"type\":\"string\",\"enum\":[\"on\",\"off\"]}");
        assertThat(property("a", values(ten + "null,")))
                .isEqualTo("{\"type\":[\"string\",\"null\"],\"enum\":[\"on\",\"off\",null]}");
        assertThat(property("a", values(ten + "\"rare\","))).isEqualTo("{\"type\":\"string\"}");
        assertThat(property("a", values("\"on\",".repeat(600) + "\"off\",".repeat(5))))
                .isEqualTo("{\"type\":\"string\"}");
        assertThat(property("a", values("\"on\",".repeat(10)))).isEqualTo("{\"type\":\"string\"}");
        assertThat(property("a", values(ten + "1,"))).isEqualTo("{\"type\":[\"string\",\"integer\"]}");
        assertThat(property("a", values("\"2001/01/01\",".repeat(5) + "\"2001/01/02\",".repeat(5))))
                .isEqualTo("{\"type\":\"string\"}");
        assertThat(property("a", values("\"2001-01-01\",".repeat(5) + "\"2001-01-02\",".repeat(5))))
                .isEqualTo("{\"type\":\"string\",\"format\":\"date\"}");
    }

    @Test
    void saysNoMoreThanItIsAskedFor() {
        List<String> records = Stream.of(values("\"on\",".repeat(5) + "\"off\",".repeat(5)))
                .map(value -> "{\"a\":%s,\"d\":\"2026-01-31\"}".formatted(value))
                .toList();

        assertThat(inferred(PLAIN, records).definition().path("properties").toString())
                .isEqualTo("{\"a\":{\"type\":\"string\"},\"d\":{\"type\":\"string\"}}");
    }

    @Test
    void closesObjectsWhenAskedTo() {
        JsonNode closed =
                inferred(CLOSED, List.of("{\"a\":{\"b\":1},\"c\":{}}")).definition();

        assertThat(closed.path("additionalProperties").toString()).isEqualTo("false");
        assertThat(closed.at("/properties/a/additionalProperties").toString()).isEqualTo("false");
        assertThat(closed.at("/properties/c").toString()).isEqualTo("{\"type\":\"object\"}");
    }

    @Test
    void takesTheNamesOfAMapTogether() {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add("{\"votes\":{\"total\":2,\"user-%d\":1,\"user-%d\":%s}}"
                    .formatted(i, i + 1000, i == 9 ? "null" : "2"));
        }

        assertThat(inferred(CLOSED, records)
                        .definition()
                        .at("/properties/votes")
                        .toString())
                .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{\"total\":{\"type\":\"integer\"}},\"required\":[\"total\"],"
                                + "\"additionalProperties\":{\"type\":[\"integer\",\"null\"]}}");
    }

    @Test
    void keepsRareFieldsApartThatHoldDifferentThings() {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add("{\"of\":{\"field-%d\":%s}}".formatted(i, i % 2 == 0 ? "1" : "\"x\""));
        }

        assertThat(inferred(CLOSED, records).definition().at("/properties/of/properties"))
                .hasSize(100);
    }

    @Test
    void keepsNoMoreNamesThanThereIsRoomFor() {
        StringBuilder wide = new StringBuilder("{\"n\":0");
        for (int i = 0; i < 50_000; i++) {
            wide.append(",\"name-%d\":%d".formatted(i, i));
        }
        String record = wide.append("}").toString();

        InferredSchema schema = inferred(CLOSED, List.of(record));

        assertThat(schema.definition().toString())
                .isEqualTo("{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\","
                        + "\"additionalProperties\":{\"type\":\"integer\"}}");
        assertThat(Verdicts.of(schema.text()).on(record)).isNull();
    }

    @Test
    void describesNoMorePlacesThanAServerTakes() {
        StringBuilder bushy = new StringBuilder("{\"n\":0");
        for (int i = 0; i < 900; i++) {
            bushy.append(",\"%d\":{\"a\":%d,\"b\":[{\"c\":%d,\"d\":\"%d\",\"e\":null}]}".formatted(i, i, i, i));
        }
        String record = bushy.append("}").toString();

        InferredSchema schema = inferred(CLOSED, List.of(record));

        assertThat(schema.definition().findValues("type").size()).isLessThanOrEqualTo(Room.PLACES_MAX + 1);
        assertThat(schema.text()).hasSizeLessThan(1 << 20);
        assertThat(Verdicts.of(schema.text()).on(record)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":%s}", "[%s]", "{\"a\":[%s]}"})
    void describesNoDeeperThanAServerTakes(String level) {
        String value = "1";
        for (int depth = 0; depth < 62; depth++) {
            value = level.formatted(value);
            if (level.startsWith("{\"a\":[")) {
                depth++;
            }
        }
        String record = "{\"top\":%s}".formatted(value);

        InferredSchema schema = inferred(CLOSED, List.of(record));

        assertThat(Verdicts.of(schema.text()).on(record)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[1]",
                "\"text\"",
                "{\"bad\":1",
                "{\"bad\":1} {}",
                "{\"bad\":1,\"bad\":2}",
                "{\"bad\":{\"x\":01}}",
                "{\"bad\":\"\\x\"}"
            })
    void takesNothingInOfWhatIsNoRecord(String bad) {
        SchemaInference inference = new SchemaInference(InferenceRules.USUAL);

        assertThat(inference.add(ByteString.copyFromUtf8("{\"good\":1}"))).isNull();
        assertThat(inference.add(ByteString.copyFromUtf8(bad))).isNotEmpty();

        assertThat(inference.taken()).isEqualTo(1);
        assertThat(inference.schema().definition().path("required").toString()).isEqualTo("[\"good\"]");
        assertThat(inference.schema().text()).doesNotContain("bad");
    }

    @Test
    void leavesOutWhatIsNoUtf8() {
        SchemaInference inference = new SchemaInference(InferenceRules.USUAL);

        assertThat(inference.add(ByteString.copyFrom(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'})))
                .contains("not JSON");
    }

    private static String[] values(String list) {
        return list.split(",", -1)[0].isEmpty()
                ? new String[0]
                : list.substring(0, list.length() - 1).split(",", -1);
    }

    /// The schema of property `name` when that has these values, a record for each.
    private static String property(String name, String... values) {
        List<String> records = Stream.of(values)
                .map(value -> "{\"%s\":%s}".formatted(name, value))
                .toList();
        InferredSchema schema = inferred(InferenceRules.USUAL, records);
        Verdicts verdicts = Verdicts.of(schema.text());
        assertThat(records).allSatisfy(record -> assertThat(verdicts.on(record)).isNull());
        return schema.definition().path("properties").path(name).toString();
    }

    private static InferredSchema inferred(InferenceRules rules, List<String> records) {
        SchemaInference inference = new SchemaInference(rules);
        records.forEach(record ->
                assertThat(inference.add(ByteString.copyFromUtf8(record))).isNull());
        return inference.schema();
    }
}
