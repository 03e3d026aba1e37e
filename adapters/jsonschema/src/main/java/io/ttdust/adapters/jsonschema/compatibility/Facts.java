package io.ttdust.adapters.jsonschema.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What follows for a value from what is known of it. Filled by [FactsBuilder], then only read.
final class Facts {

    /// One of these is true of the value.
    ///
    /// @param id tells it from any other
    record Split(int id, List<Alternative> alternatives) {}

    /// The value passes all of the first and none of the second.
    record Alternative(List<SchemaNode> passed, List<SchemaNode> failed) {}

    final Conjunction conjunction;

    /// Every schema that the value passes, without references, `allOf` followed.
    final List<SchemaNode> flat = new ArrayList<>();

    final List<SchemaNode> failed = new ArrayList<>();
    final List<Split> splits = new ArrayList<>();

    /// The types it can have; none if no value fulfils what is known.
    int types = Types.ALL;

    /// If not null, it is one of these.
    @Nullable
    List<JsonNode> values;

    @Nullable
    Bound lower;

    @Nullable
    Bound upper;

    final List<BigDecimal> divisors = new ArrayList<>();

    int minLength;
    int maxLength = Integer.MAX_VALUE;
    final Set<String> patterns = new HashSet<>();
    final Set<String> formats = new HashSet<>();

    int minItems;
    int maxItems = Integer.MAX_VALUE;
    boolean uniqueItems;
    final List<SchemaNode> contained = new ArrayList<>();

    int minProperties;
    int maxProperties = Integer.MAX_VALUE;
    final Set<String> required = new LinkedHashSet<>();

    /// Names that any of the schemas declares.
    final Set<String> declared = new LinkedHashSet<>();

    Facts(Conjunction conjunction) {
        this.conjunction = conjunction;
    }

    boolean impossible() {
        return types == 0;
    }

    boolean can(int type) {
        return (types & type) != 0;
    }

    /// Whether it may be any value at all, as far as is known.
    boolean nothingKnown() {
        return conjunction.key.types() == Types.ALL
                && failed.isEmpty()
                && types != 0
                && flat.stream().allMatch(SchemaNode::acceptsAll);
    }

    /// The schema that has `keyword`, else the one it would go into; null if there is none.
    @Nullable
    SchemaNode place(String keyword) {
        List<SchemaNode> passed = conjunction.key.passed();
        if (passed.isEmpty()) {
            return null;
        }
        SchemaNode first = null;
        for (SchemaNode node : flat) {
            boolean changes = node.canChange(passed.getFirst().owner);
            if (changes && node.json.has(keyword)) {
                return node;
            }
            if (first == null && changes) {
                first = node;
            }
        }
        return first;
    }
}
