package io.ttdust.adapters.jsonschema.compatibility.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Bound;
import io.ttdust.adapters.jsonschema.compatibility.facts.Facts;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Types;
import io.ttdust.adapters.jsonschema.compatibility.facts.ValueJudge;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keywords that are decided by comparing two values: types, numbers, lengths and counts.
final class ScalarRules {

    /// Patterns that every string matches.
    private static final Set<String> MATCH_ALL = Set.of("", "^", "$", ".*", "^.*", ".*$", "(.*)", "^(.*)");

    private static final String PATTERNS_DIFFER = "two patterns are only compared by their text, and these differ";

    private final Facts facts;
    private final SchemaNode schema;
    private final List<Obligation> found;

    private ScalarRules(Facts facts, SchemaNode schema, List<Obligation> found) {
        this.facts = facts;
        this.schema = schema;
        this.found = found;
    }

    static void find(Facts facts, SchemaNode schema, List<Obligation> found) {
        ScalarRules rules = new ScalarRules(facts, schema, found);
        for (Map.Entry<String, JsonNode> keyword : schema.plain.entrySet()) {
            rules.keyword(keyword.getKey(), keyword.getValue());
        }
    }

    private void keyword(String keyword, JsonNode value) {
        switch (keyword) {
            case "type" -> type(value);
            case "enum" -> broken(Rule.ENUM, keyword, null);
            case "const" -> broken(Rule.CONST, keyword, null);
            case "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf" -> {
                if (facts.can(Types.NUMBER)) {
                    number(keyword, value.decimalValue());
                }
            }
            case "minLength", "maxLength", "pattern", "format" -> {
                if (facts.can(Types.STRING)) {
                    text(keyword, value);
                }
            }
            case "minItems", "maxItems", "uniqueItems" -> {
                if (facts.can(Types.ARRAY)) {
                    array(keyword, value);
                }
            }
            case "minProperties" -> {
                if (facts.can(Types.OBJECT)) {
                    least(Rule.MIN_PROPERTIES, keyword, facts.minProperties, value);
                }
            }
            case "maxProperties" -> {
                if (facts.can(Types.OBJECT)) {
                    most(Rule.MAX_PROPERTIES, keyword, facts.maxProperties, value);
                }
            }
            default -> {} // names are looked at with the members
        }
    }

    private void broken(Rule rule, String keyword, @Nullable JsonNode had) {
        found.add(new Obligation.Broken(Flaw.keyword(rule, facts, schema, keyword, had)));
    }

    private void type(JsonNode type) {
        int missing = facts.types & ~Types.named(type);
        for (String name : Types.names(missing)) {
            Flaw flaw = new Flaw(Rule.TYPE, facts, schema, "type", Flaw.Remedy.MISSING, TextNode.valueOf(name), "");
            found.add(new Obligation.Broken(flaw));
        }
    }

    private void number(String keyword, BigDecimal value) {
        Bound lower = facts.lower;
        Bound upper = facts.upper;
        switch (keyword) {
            case "minimum", "exclusiveMinimum" -> {
                boolean exclusive = keyword.startsWith("ex");
                if (lower == null || wanted(value, exclusive, true).isAbove(lower)) {
                    broken(Rule.MINIMUM, keyword, lower == null ? null : restored(lower, exclusive));
                }
            }
            case "maximum", "exclusiveMaximum" -> {
                boolean exclusive = keyword.startsWith("ex");
                if (upper == null || wanted(value, exclusive, false).isBelow(upper)) {
                    broken(Rule.MAXIMUM, keyword, upper == null ? null : restored(upper, exclusive));
                }
            }
            default -> {
                if (!isMultiple(value)) {
                    boolean one = facts.divisors.size() == 1;
                    broken(Rule.MULTIPLE, keyword, one ? DecimalNode.valueOf(facts.divisors.getFirst()) : null);
                }
            }
        }
    }

    private Bound wanted(BigDecimal value, boolean exclusive, boolean lower) {
        Bound bound = new Bound(value, exclusive);
        if (facts.can(Types.FRACTION)) {
            return bound;
        }
        return lower ? bound.raisedToInteger() : bound.loweredToInteger();
    }

    /// The bound as the value of the keyword; null if that would say more.
    private static @Nullable JsonNode restored(Bound bound, boolean exclusive) {
        return exclusive && !bound.exclusive() ? null : DecimalNode.valueOf(bound.value());
    }

    private boolean isMultiple(BigDecimal value) {
        if (!facts.can(Types.FRACTION) && BigDecimal.ONE.remainder(value).signum() == 0) {
            return true;
        }
        for (BigDecimal divisor : facts.divisors) {
            if (divisor.remainder(value).signum() == 0) {
                return true;
            }
        }
        return false;
    }

    private void text(String keyword, JsonNode value) {
        switch (keyword) {
            case "minLength" -> least(Rule.MIN_LENGTH, keyword, facts.minLength, value);
            case "maxLength" -> most(Rule.MAX_LENGTH, keyword, facts.maxLength, value);
            case "pattern" -> {
                String pattern = value.textValue();
                if (MATCH_ALL.contains(pattern) || facts.patterns.contains(pattern)) {
                    return;
                }
                if (facts.patterns.isEmpty()) {
                    broken(Rule.PATTERN, keyword, null);
                } else {
                    Flaw flaw = new Flaw(
                            Rule.UNDECIDED,
                            facts,
                            schema,
                            keyword,
                            Flaw.Remedy.KEYWORD,
                            TextNode.valueOf(facts.patterns.iterator().next()),
                            PATTERNS_DIFFER);
                    found.add(new Obligation.Broken(flaw));
                }
            }
            default -> {
                if (!facts.formats.contains(value.textValue())) {
                    boolean one = facts.formats.size() == 1;
                    broken(
                            Rule.FORMAT,
                            keyword,
                            one ? TextNode.valueOf(facts.formats.iterator().next()) : null);
                }
            }
        }
    }

    private void array(String keyword, JsonNode value) {
        switch (keyword) {
            case "minItems" -> least(Rule.MIN_ITEMS, keyword, facts.minItems, value);
            case "maxItems" -> most(Rule.MAX_ITEMS, keyword, facts.maxItems, value);
            default -> {
                if (!facts.uniqueItems) {
                    broken(Rule.UNIQUE_ITEMS, keyword, null);
                }
            }
        }
    }

    private void least(Rule rule, String keyword, int known, JsonNode value) {
        if (ValueJudge.count(value, 0) > known) {
            broken(rule, keyword, known == 0 ? null : IntNode.valueOf(known));
        }
    }

    private void most(Rule rule, String keyword, int known, JsonNode value) {
        if (ValueJudge.count(value, Integer.MAX_VALUE) < known) {
            broken(rule, keyword, known == Integer.MAX_VALUE ? null : IntNode.valueOf(known));
        }
    }
}
