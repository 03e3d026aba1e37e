package io.ttdust.adapters.parquet.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The typed columns of `definition`, as Parquet spells types, without those every file has.
    private static String columns(String definition) {
        MessageType type = LayoutCompiler.compile(definition).type();
        StringBuilder text = new StringBuilder();
        type.getFields()
                .subList(SystemColumns.TYPES.size(), type.getFieldCount())
                .forEach(field -> text.append(field).append('\n'));
        return text.toString();
    }

    private static String typeOf(String schema) {
        return columns("{\"properties\":{\"x\":%s}}".formatted(schema)).strip();
    }

    @Test
    void everyFileStartsWithTheSystemColumns() {
        assertThat(LayoutCompiler.compile("{}").type().toString()).isEqualTo("""
                        message record {
                          required binary _record_id (STRING);
                          required int32 _partition;
                          required int64 _offset;
                          required int64 _ingested_at (TIMESTAMP(MICROS,true));
                          optional int64 _event_time (TIMESTAMP(MICROS,true));
                          required int32 _schema_version;
                          optional binary _partition_key (STRING);
                          optional group _metadata (MAP) {
                            repeated group key_value {
                              required binary key (STRING);
                              required binary value (STRING);
                            }
                          }
                          optional group _untyped (LIST) {
                            repeated group list {
                              required binary element (STRING);
                            }
                          }
                          required binary _payload (JSON);
                        }
                        """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            {"type":"string"}                                      | optional binary x (STRING)
            {"type":["string","null"]}                             | optional binary x (STRING)
            {"type":"string","format":"email"}                     | optional binary x (STRING)
            {"enum":["a","b",null]}                                | optional binary x (STRING)
            {"const":"a"}                                          | optional binary x (STRING)
            {"type":"string","anyOf":[{"minLength":1}]}            | optional binary x (STRING)
            {"allOf":[{"type":"string"},{"minLength":1}]}          | optional binary x (STRING)
            {"type":"integer"}                                     | optional int64 x
            {"type":["null","integer"]}                            | optional int64 x
            {"enum":[0,1]}                                         | optional int64 x
            {"allOf":[{"type":"number"},{"type":"integer"}]}       | optional int64 x
            {"type":"number"}                                      | optional double x
            {"type":["integer","number"]}                          | optional double x
            {"enum":[0,1.5]}                                       | optional double x
            {"type":"boolean"}                                     | optional boolean x
            {"enum":[true]}                                        | optional boolean x
            {"type":"string","format":"date-time"}                 | optional int64 x (TIMESTAMP(MICROS,true))
            {"type":"string","format":"date"}                      | optional int32 x (DATE)
            {"type":"string","format":"uuid"}                      | optional fixed_len_byte_array(16) x (UUID)
            {"$ref":"#/properties/x/definitions/y","definitions":{"y":{"type":"boolean"}}} | optional boolean x
            """)
    void aPropertyOfOneTypeHasAColumn(String schema, String column) {
        assertThat(typeOf(schema)).isEqualTo(column);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            {}
            true
            false
            {"type":"array","items":{"type":"string"}}
            {"type":["string","integer"]}
            {"type":"null"}
            {"format":"date-time"}
            {"anyOf":[{"type":"string"}]}
            {"oneOf":[{"type":"string"},{"type":"null"}]}
            {"not":{"type":"string"}}
            {"enum":["a",1]}
            {"enum":[[1]]}
            {"allOf":[{"type":"string"},{"type":"integer"}]}
            {"type":"object"}
            {"type":"object","additionalProperties":{"type":"string"}}
            {"type":"object","properties":{"a":{"type":"array"}}}
            {"$ref":"#/definitions/missing"}
            {"$ref":"http://elsewhere.example/schema"}
            {"$ref":"#/properties/x"}
            """)
    void aPropertyWithoutOneTypeHasNone(String schema) {
        assertThat(typeOf(schema)).isEmpty();
    }

    @Test
    void objectsBecomeGroupsAndReferencesAreFollowed() {
        assertThat(columns("""
                        {"$id":"http://example.com/root","type":"object","properties":{
                          "place":{"$ref":"#/definitions/place%20name"},
                          "home":{"$ref":"#place"},
                          "sum":{"allOf":[{"properties":{"a":{"type":"integer"}}},
                                          {"type":"object","properties":{"b":{"type":"string"},"a":{"minimum":1}}}]}},
                         "definitions":{"place name":{"$id":"#place","type":"object","properties":{
                            "lat":{"type":"number"},"at":{"properties":{"id":{"type":"string","format":"uuid"}}}}}}}
                        """)).isEqualTo("""
                        optional group place {
                          optional double lat;
                          optional group at {
                            optional fixed_len_byte_array(16) id (UUID);
                          }
                        }
                        optional group home {
                          optional double lat;
                          optional group at {
                            optional fixed_len_byte_array(16) id (UUID);
                          }
                        }
                        optional group sum {
                          optional int64 a;
                          optional binary b (STRING);
                        }
                        """);
    }

    @Test
    void recursionEndsWhereItBegins() {
        assertThat(columns("""
                        {"properties":{"node":{"$ref":"#/definitions/node"},"self":{"$ref":"#"}},
                         "definitions":{"node":{"type":"object","properties":{
                           "id":{"type":"integer"},"next":{"$ref":"#/definitions/node"},
                           "loop":{"$ref":"#/definitions/loop"}}},
                          "loop":{"$ref":"#/definitions/loop"}}}
                        """)).isEqualTo("""
                        optional group node {
                          optional int64 id;
                        }
                        """);
    }

    @Test
    @Tag("B07")
    void namesThatEnginesCannotTakeAreMapped() throws Exception {
        String longName = "n".repeat(300);
        List<String> names = List.of(
                "id",
                "ID",
                "Id",
                "",
                "a.b",
                "a/b",
                "a_b",
                "_offset",
                "_OFFSET",
                "_sequence",
                "select",
                "😀",
                "hour",
                "two words",
                "line\nbreak",
                "x\"y",
                "back\\slash",
                longName,
                longName + "x",
                "id__2");
        ObjectNode properties = JSON.createObjectNode();
        names.forEach(name -> properties.putObject(name).put("type", "integer"));
        Layout layout = LayoutCompiler.compile(
                JSON.createObjectNode().set("properties", properties).toString());

        assertThat(layout.type().getFields().subList(SystemColumns.TYPES.size(), 30))
                .extracting(type -> type.getName())
                .containsExactly(
                        "id",
                        "ID__3",
                        "Id__4",
                        "empty",
                        "a_b__2",
                        "a/b",
                        "a_b",
                        "_offset__2",
                        "_OFFSET__3",
                        "_sequence",
                        "select",
                        "😀",
                        "hour__2",
                        "two_words",
                        "line_break",
                        "x_y",
                        "back_slash",
                        "n".repeat(240),
                        "n".repeat(240) + "__2",
                        "id__2");
        assertThat(layout.pointers())
                .containsEntry("ID__3", "/ID")
                .containsEntry("empty", "/")
                .containsEntry("a/b", "/a~1b")
                .containsEntry("_offset__2", "/_offset")
                .containsEntry("n".repeat(240) + "__2", "/" + longName + "x");
    }

    @Test
    @Tag("B07")
    void aNameNoPayloadCanSpellHasNoColumn() {
        assertThat(columns("{\"properties\":{\"\\ud800\":{\"type\":\"string\"},\"?\":{\"type\":\"string\"}}}"))
                .isEqualTo("optional binary ? (STRING)\n");
    }

    @Test
    void namesWithinAnObjectAreFreeOfTheSystemColumns() {
        assertThat(columns(
                        "{\"properties\":{\"o\":{\"type\":\"object\",\"properties\":{\"_offset\":{\"type\":\"string\"},"
                                + "\"hour\":{\"type\":\"string\"}}}}}"))
                .isEqualTo(
                        "optional group o {\n  optional binary _offset (STRING);\n  optional binary hour (STRING);\n}\n");
    }

    @Test
    @Tag("B08")
    void aThousandColumnsAreTyped() {
        ObjectNode properties = JSON.createObjectNode();
        IntStream.range(0, 10_000).forEach(i -> properties.putObject("p" + i).put("type", "integer"));
        Layout layout = LayoutCompiler.compile(
                JSON.createObjectNode().set("properties", properties).toString());

        assertThat(layout.leaves()).hasSize(LayoutCompiler.COLUMNS_MAX);
        assertThat(layout.pointers().entrySet()).first().isEqualTo(Map.entry("p0", "/p0"));
        assertThat(layout.pointers().entrySet()).last().isEqualTo(Map.entry("p999", "/p999"));
    }

    @Test
    @Tag("B08")
    void sixteenNamesDeepIsTheDeepestColumn() {
        String schema = "{\"type\":\"integer\"}";
        for (int depth = 0; depth < 30; depth++) {
            schema = "{\"type\":\"object\",\"properties\":{\"d\":%s,\"n\":{\"type\":\"string\"}}}".formatted(schema);
        }
        Layout layout = LayoutCompiler.compile(schema);

        assertThat(layout.leaves()).hasSize(LayoutCompiler.DEPTH_MAX);
        assertThat(layout.leaves())
                .extracting(TypedNode.Leaf::level)
                .contains(16)
                .doesNotContain(17);
    }

    @Test
    @Tag("B08")
    void aSmallSchemaThatMeansMuchIsCutShort() {
        StringBuilder definitions = new StringBuilder("\"d0\":{\"type\":\"array\"}");
        for (int i = 1; i < 16; i++) {
            definitions.append(",\"d%d\":{\"type\":\"object\",\"properties\":{".formatted(i));
            for (int k = 0; k < 10; k++) {
                definitions.append("%s\"p%d\":{\"$ref\":\"#/definitions/d%d\"}".formatted(k == 0 ? "" : ",", k, i - 1));
            }
            definitions.append("}}");
        }
        assertThat(LayoutCompiler.compile(
                                "{\"properties\":{\"x\":{\"$ref\":\"#/definitions/d15\"}},\"definitions\":{%s}}"
                                        .formatted(definitions))
                        .leaves())
                .isEmpty();
    }

    @Test
    void whatIsNoSchemaIsRefused() {
        for (String definition : List.of("", "null", "true", "[]", "{", "\"x\"", "[".repeat(100_000))) {
            assertThatThrownBy(() -> LayoutCompiler.compile(definition)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
