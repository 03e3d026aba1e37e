package io.ttdust.adapters.jsonschema;

import static io.ttdust.adapters.jsonschema.Compile.refusal;
import static io.ttdust.adapters.jsonschema.Compile.schema;
import static io.ttdust.adapters.jsonschema.Compile.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B01")
class ReferencesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "https://example.com/schema.json",
                "file:///etc/passwd",
                "file:/etc/passwd#",
                "jar:file:/tmp/a.jar!/schema.json",
                "classpath:draft-07/schema",
                "classpath:/draft-04/schema",
                "resource:/draft-07/schema",
                "ftp://example.com/a",
                "//example.com/a",
                "../../etc/passwd",
                "other.json",
                "other.json#/definitions/a",
                "#/definitions/missing",
                "#missing",
                "#/definitions/a/type",
                "#/definitions/~2",
                "#/allOf/01",
                "#/allOf/7",
                "http://json-schema.org/draft-04/schema#",
                "http://json-schema.org/draft-06/schema",
                "https://json-schema.org/draft/2020-12/schema",
                "http://json-schema.org/draft-07/schema#/definitions/missing",
                "http://json-schema.org/draft-07/other",
                "urn:uuid:00000000-0000-0000-0000-000000000000",
                "not a uri",
                "http://[",
                "%zz"
            })
    void aReferenceThatLeavesTheDocumentIsRefused(String reference) {
        String definition = """
                {"definitions":{"a":{"type":"integer"}},"allOf":[{"type":"object"}],
                 "properties":{"x":{"$ref":"%s"}}}""".formatted(reference);

        Problem problem = refusal(definition);

        assertThat(problem.code()).isEqualTo(ErrorCode.SCHEMA_INVALID);
        assertThat(problem.violations()).hasSize(1);
        assertThat(problem.violations().getFirst().pointer()).isEqualTo("/properties/x/$ref");
        assertThat(problem.violations().getFirst().keyword()).isEqualTo("$ref");
    }

    @Test
    void nothingIsEverFetched() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String at = "http://127.0.0.1:%d/".formatted(listener.getLocalPort());
            List<String> definitions = List.of(
                    "{\"$ref\":\"%sa.json\"}".formatted(at),
                    "{\"$id\":\"%sbase/\",\"properties\":{\"x\":{\"$ref\":\"a.json\"}}}".formatted(at),
                    "{\"$id\":\"%sbase/\",\"properties\":{\"x\":{\"$ref\":\"#/definitions/a\"}}}".formatted(at),
                    "{\"properties\":{\"x\":{\"$id\":\"%s\",\"items\":{\"$ref\":\"b\"}}}}".formatted(at),
                    "{\"$schema\":\"%sschema\"}".formatted(at),
                    "{\"allOf\":[{\"$schema\":\"%sschema\"}]}".formatted(at),
                    "{\"definitions\":{\"x\":{\"$ref\":\"%sunused\"}}}".formatted(at),
                    "{\"$ref\":\"#/x/y\",\"x\":{\"y\":{\"$ref\":\"%shidden\"}}}".formatted(at));
            List<String> harmless = List.of(
                    "{\"id\":\"%sa.json\"}".formatted(at),
                    "{\"$id\":\"%sroot.json\",\"properties\":{\"id\":{\"id\":\"%sx\"}}}".formatted(at, at),
                    "{\"$dynamicRef\":\"%sa\",\"$recursiveRef\":\"%sb\",\"discriminator\":\"%s\"}"
                            .formatted(at, at, at),
                    "{\"definitions\":{\"id\":{\"id\":\"%sc\"}},\"$ref\":\"#/definitions/id\"}".formatted(at),
                    "{\"enum\":[{\"$ref\":\"%sd\"},{}]}".formatted(at),
                    "{\"default\":{\"$ref\":\"%se\"},\"examples\":[{\"$ref\":\"%sf\"}]}".formatted(at, at),
                    "{\"properties\":{\"$ref\":{\"type\":\"string\",\"$comment\":\"%s\"}}}".formatted(at));

            for (String definition : definitions) {
                assertThat(refusal(definition).code()).as(definition).isEqualTo(ErrorCode.SCHEMA_INVALID);
            }
            for (String definition : harmless) {
                assertThat(valid(schema(definition), "{}")).as(definition).isTrue();
            }

            listener.setSoTimeout(200);
            assertThat(connected(listener)).isFalse();
        }
    }

    private static boolean connected(ServerSocket listener) throws IOException {
        try {
            listener.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#/definitions/a",
                "#/definitions/a%2fb",
                "#/definitions/c~1d",
                "#anchor",
                "item.json",
                "http://example.com/root/item.json",
                "http://example.com/root/schema.json#/definitions/a",
                "schema.json#anchor",
                "#/x-unknown/deep",
                "#/allOf/0/properties/b"
            })
    void aReferenceWithinTheDocumentIsFollowed(String reference) {
        ProgramSchema schema = schema("""
                {"$id":"http://example.com/root/schema.json",
                 "definitions":{"a":{"type":"integer"},"a/b":{"type":"integer"},"c/d":{"type":"integer"},
                   "n":{"$id":"#anchor","type":"integer"},"i":{"$id":"item.json","type":"integer"}},
                 "x-unknown":{"deep":{"type":"integer"}},
                 "allOf":[{"properties":{"b":{"type":"integer"}}}],
                 "properties":{"x":{"$ref":"%s"}}}""".formatted(reference.replace("%2f", "~1")));

        assertThat(valid(schema, "{\"x\":1}")).isTrue();
        assertThat(valid(schema, "{\"x\":\"1\"}")).isFalse();
    }

    @Test
    void keywordsBesideAReferenceAreIgnored() {
        ProgramSchema schema = schema("""
                {"definitions":{"a":{"type":"integer"}},
                 "properties":{"x":{"$ref":"#/definitions/a","maximum":1,"pattern":"(?=x)"}}}""");

        assertThat(valid(schema, "{\"x\":5}")).isTrue();
    }

    @Test
    void theMetaSchemaMayBeReferredTo() {
        for (String name : List.of(
                "http://json-schema.org/draft-07/schema#",
                "http://json-schema.org/draft-07/schema",
                "https://json-schema.org/draft-07/schema#")) {
            ProgramSchema schema = schema("{\"properties\":{\"s\":{\"$ref\":\"%s\"}}}".formatted(name));

            assertThat(valid(schema, "{\"s\":{\"minLength\":1}}")).isTrue();
            assertThat(valid(schema, "{\"s\":{\"minLength\":-1}}")).isFalse();
        }
        ProgramSchema count = schema("{\"additionalProperties\":"
                + "{\"$ref\":\"http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger\"}}");
        assertThat(valid(count, "{\"n\":0}")).isTrue();
        assertThat(valid(count, "{\"n\":-1}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\":\"#\"}",
                "{\"$ref\":\"\"}",
                "{\"allOf\":[{\"$ref\":\"#\"}]}",
                "{\"not\":{\"$ref\":\"#\"}}",
                "{\"if\":{\"$ref\":\"#\"},\"then\":true}",
                "{\"dependencies\":{\"a\":{\"$ref\":\"#\"}}}",
                "{\"$ref\":\"#/definitions/a\",\"definitions\":{\"a\":{\"$ref\":\"#/definitions/b\"},"
                        + "\"b\":{\"$ref\":\"#/definitions/a\"}}}",
                "{\"definitions\":{\"a\":{\"anyOf\":[{\"type\":\"null\"},{\"oneOf\":[{\"$ref\":\"#/definitions/a\"}]}]}}}",
                "{\"$id\":\"http://example.com/a\",\"properties\":{\"x\":{\"$id\":\"b\",\"allOf\":[{\"$ref\":\"b\"}]}}}"
            })
    void aSchemaThatAppliesItselfToTheSameValueIsRefused(String definition) {
        Problem problem = refusal(definition);

        assertThat(problem.code()).isEqualTo(ErrorCode.SCHEMA_INVALID);
        assertThat(problem.message()).contains("without end");
    }

    @Test
    void recursionIntoTheValueFollowsItAsDeepAsItMayBe() {
        ProgramSchema tree = schema("""
                {"type":"object","properties":{"children":{"items":{"$ref":"#"}},"next":{"$ref":"#"}},
                 "additionalProperties":{"type":"integer"}}""");

        assertThat(valid(tree, "{\"next\":".repeat(63) + "{\"n\":1}" + "}".repeat(63)))
                .isTrue();
        assertThat(valid(tree, "{\"next\":".repeat(63) + "{\"n\":\"\"}" + "}".repeat(63)))
                .isFalse();
        assertThat(valid(tree, "{\"children\":[".repeat(31) + "{\"n\":0.5}" + "]}".repeat(31)))
                .isFalse();
    }

    @Test
    void twoSchemasOfOneNameAreRefused() {
        assertThat(refusal("{\"definitions\":{\"a\":{\"$id\":\"http://e.x/a\"},\"b\":{\"$id\":\"http://e.x/a\"}}}")
                        .violations()
                        .getFirst()
                        .pointer())
                .isEqualTo("/definitions/b/$id");
    }

    @Test
    void aPlaceThatIsNoSchemaButIsReferredToIsCheckedAsOne() {
        Problem problem = refusal("{\"$ref\":\"#/x/y\",\"x\":{\"y\":{\"type\":\"strin\"}}}");

        assertThat(problem.violations().getFirst().pointer()).isEqualTo("/x/y/type");
    }
}
