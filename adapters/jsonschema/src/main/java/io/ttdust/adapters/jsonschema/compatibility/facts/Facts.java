package io.ttdust.adapters.jsonschema.compatibility.facts;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What follows for a value from what is known of it. Filled by [FactsBuilder], then only read, field by field.
public final class Facts {

    /// One of these is true of the value.
    ///
    /// @param id tells it from any other
    public record Split(int id, List<Alternative> alternatives) {}

    /// The value passes all of the first and none of the second.
    public record Alternative(List<SchemaNode> passed, List<SchemaNode> failed) {}

    public final Conjunction conjunction;

    /// Every schema that the value passes, without references, `allOf` followed.
    public final List<SchemaNode> flat = new ArrayList<>();

    public final List<SchemaNode> failed = new ArrayList<>();
    public final List<Split> splits = new ArrayList<>();

    /// The types it can have; none if no value fulfils what is known.
    public int types = Types.ALL;

    /// If not null, it is one of these.
    @Nullable
    public List<JsonNode> values;

    @Nullable
    public Bound lower;

    @Nullable
    public Bound upper;

    public final List<BigDecimal> divisors = new ArrayList<>();

    public int minLength;
    public int maxLength = Integer.MAX_VALUE;
    public final Set<String> patterns = new HashSet<>();
    public final Set<String> formats = new HashSet<>();

    public int minItems;
    public int maxItems = Integer.MAX_VALUE;
    public boolean uniqueItems;
    public final List<SchemaNode> contained = new ArrayList<>();

    public int minProperties;
    public int maxProperties = Integer.MAX_VALUE;
    public final Set<String> required = new LinkedHashSet<>();

    /// Names that any of the schemas declares.
    public final Set<String> declared = new LinkedHashSet<>();

    Facts(Conjunction conjunction) {
        this.conjunction = conjunction;
    }

    /// Of a value that passes the schema, before anything is found out about it; costs no work.
    public static Facts passing(SchemaNode schema) {
        Facts facts = new Facts(
                new Conjunction(-1, new Conjunction.Key(List.of(schema), List.of(), Types.ALL, Set.of(), Set.of())));
        facts.flat.add(schema);
        return facts;
    }

    public boolean impossible() {
        return types == 0;
    }

    public boolean can(int type) {
        return (types & type) != 0;
    }

    /// Whether it may be any value at all, as far as is known.
    public boolean nothingKnown() {
        return conjunction.key.types() == Types.ALL
                && failed.isEmpty()
                && types != 0
                && flat.stream().allMatch(SchemaNode::acceptsAll);
    }

    /// The schema that has `keyword`, else the one it would go into; null if there is none.
    @Nullable
    public SchemaNode place(String keyword) {
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
