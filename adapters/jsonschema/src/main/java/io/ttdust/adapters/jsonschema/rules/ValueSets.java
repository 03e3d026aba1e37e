package io.ttdust.adapters.jsonschema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.adapters.jsonschema.scan.Decimal;
import io.ttdust.adapters.jsonschema.scan.EqualityText;
import io.ttdust.adapters.jsonschema.scan.NameTable;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Sorts the values of `enum` and `const` by their type.
final class ValueSets {

    private ValueSets() {}

    static ValueSet of(String keyword, Iterable<JsonNode> values) {
        Set<String> texts = new LinkedHashSet<>();
        TreeSet<Decimal> numbers = new TreeSet<>();
        Set<String> containers = new HashSet<>();
        int literals = 0;
        for (JsonNode value : values) {
            switch (value.getNodeType()) {
                case STRING -> texts.add(value.textValue());
                case NUMBER -> numbers.add(new Decimal(value.decimalValue()));
                case BOOLEAN -> literals |= value.booleanValue() ? ValueSet.TRUE : ValueSet.FALSE;
                case NULL -> literals |= Node.NULL;
                case OBJECT, ARRAY -> {
                    byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
                    containers.add(EqualityText.of(bytes, 0, bytes.length));
                }
                case BINARY, MISSING, POJO -> throw new IllegalStateException("not JSON: " + value.getNodeType());
            }
        }
        return new ValueSet(
                keyword, new NameTable(List.copyOf(texts)), numbers.toArray(Decimal[]::new), literals, containers);
    }
}
