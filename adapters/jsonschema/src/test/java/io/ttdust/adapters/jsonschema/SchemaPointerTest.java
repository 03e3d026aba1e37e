package io.ttdust.adapters.jsonschema;

import static io.ttdust.adapters.jsonschema.Compile.refusal;
import static io.ttdust.adapters.jsonschema.Compile.schema;
import static io.ttdust.adapters.jsonschema.Compile.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ttdust.domain.problem.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where the broken keyword stands in the definition as it was written, though the library sees another one.
class SchemaPointerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'properties':{'a':{'properties':{'b':{'type':'null'}}}}} | {'a':{'b':1}} | /properties/a/properties/b/type",
                "{'properties':{'a/b~':{'minimum':3}}} | {'a/b~':1} | /properties/a~1b~0/minimum",
                "{'properties':{'a':false}} | {'a':1} | /properties/a",
                "{'properties':{'a':{'$ref':'#/definitions/n'}},'definitions':{'n':{'type':'null'}}} | {'a':1} | /definitions/n/type",
                "{'properties':{'a':{'$ref':'#/definitions/m'}},'definitions':{'m':{'$ref':'#/definitions/n'},'n':{'type':'null'}}} | {'a':1} | /definitions/n/type",
                "{'$ref':'#/definitions/x~1y','definitions':{'x/y':{'required':['k']}}} | {} | /definitions/x~1y/required",
                "{'properties':{'a':{'$ref':'#n'}},'allOf':[{'$id':'#n','not':{'type':'integer'}}]} | {'a':1} | /allOf/0/not",
                "{'properties':{'a':{'$ref':'#'},'n':{'type':'null'}}} | {'a':{'a':{'n':1}}} | /properties/n/type",
                "{'properties':{'a':{'$ref':'#/x/deep'}},'x':{'deep':{'items':{'const':1}}}} | {'a':[2]} | /x/deep/items/const",
                "{'allOf':[{},{'properties':{'a':{'type':'null'}}}]} | {'a':1} | /allOf/1/properties/a/type",
                "{'anyOf':[{'required':['a']},{'required':['b']}]} | {} | /anyOf/0/required /anyOf/1/required",
                "{'oneOf':[{},{}]} | {} | /oneOf",
                "{'not':{}} | {} | /not",
                "{'if':{},'then':{'required':['a']}} | {} | /then/required",
                "{'if':false,'else':{'properties':{'a':{'type':'null'}}},'then':true} | {'a':1} | /else/properties/a/type",
                "{'properties':{'a':{'items':[{},{'type':'null'}]}}} | {'a':[1,2]} | /properties/a/items/1/type",
                "{'properties':{'a':{'items':[{}],'additionalItems':{'type':'null'}}}} | {'a':[1,2]} | /properties/a/additionalItems/type",
                "{'properties':{'a':{'items':[{}],'additionalItems':false}}} | {'a':[1,2]} | /properties/a/additionalItems",
                "{'properties':{'a':{'items':{'items':{'type':'null'}}}}} | {'a':[[1]]} | /properties/a/items/items/type",
                "{'properties':{'a':{'uniqueItems':true}}} | {'a':[1,1]} | /properties/a/uniqueItems",
                "{'properties':{'a':{'contains':{'const':1}}}} | {'a':[2]} | /properties/a/contains",
                "{'properties':{'a':{'multipleOf':7}}} | {'a':2} | /properties/a/multipleOf",
                "{'patternProperties':{'^a/':{'type':'null'}}} | {'a/b':1} | /patternProperties/^a~1/type",
                "{'additionalProperties':{'type':'null'}} | {'a':1} | /additionalProperties/type",
                "{'additionalProperties':false} | {'a':1} | /additionalProperties",
                "{'propertyNames':{'maxLength':1}} | {'aa':1} | /propertyNames",
                "{'dependencies':{'a':['b']}} | {'a':1} | /dependencies",
                "{'dependencies':{'a':{'required':['b']}}} | {'a':1} | /dependencies/a/required",
                "{'properties':{'a':{'$ref':'http://json-schema.org/draft-07/schema#'}}} | {'a':{'type':7}} | http://json-schema.org/draft-07/schema#/definitions/simpleTypes/enum http://json-schema.org/draft-07/schema#/properties/type/anyOf/1/type",
                "{'properties':{'a':{'$ref':'http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger'}}} | {'a':-1} | http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger/minimum"
            })
    void eachViolationNamesTheKeywordItBreaks(String definition, String payload, String schemaPointer) {
        assertThat(violations(schema(definition.replace('\'', '"')), payload.replace('\'', '"')))
                .extracting(Violation::schemaPointer)
                .containsExactly(schemaPointer.split(" ", -1));
    }

    @Test
    void whatTwoSchemasSayAlikeIsSaidOnce() {
        assertThat(violations(schema("{\"allOf\":[{\"required\":[\"a\"]},{\"required\":[\"a\"]}]}"), "{}"))
                .extracting(Violation::schemaPointer)
                .containsExactly("/allOf/0/required");
    }

    @Test
    void aDefinitionThatBreaksTheMetaSchemaNamesItsKeyword() {
        assertThat(refusal("{\"properties\":{\"a\":{\"minLength\":-1}}}").violations())
                .extracting(Violation::pointer, Violation::schemaPointer)
                .containsExactly(tuple(
                        "/properties/a/minLength",
                        "http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger/minimum"));
    }

    @Test
    void whatNoSchemaStatesHasNone() {
        assertThat(violations(schema("{}"), "{\"a\":1,\"a\":2}"))
                .extracting(Violation::schemaPointer)
                .containsOnlyNulls();
    }

    @Test
    void longNamesMakeNoLongAnswers() {
        String name = "n".repeat(100_000);
        String definition = "{\"properties\":{\"%s\":{\"items\":{\"type\":\"null\"}}}}".formatted(name);

        assertThat(violations(schema(definition), "{\"%s\":[1,2]}".formatted(name)))
                .allSatisfy(violation -> {
                    assertThat(violation.pointer()).isEmpty();
                    assertThat(violation.schemaPointer()).isNull();
                });
        assertThat(violations(schema("{}"), "{\"a\":{\"%s\":{\"b\":1,\"b\":2}}}".formatted(name)))
                .extracting(Violation::pointer)
                .containsExactly("/a");
    }
}
