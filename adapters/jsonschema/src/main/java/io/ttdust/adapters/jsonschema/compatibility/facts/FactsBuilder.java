package io.ttdust.adapters.jsonschema.compatibility.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Works out the [Facts] of one conjunction.
final class FactsBuilder {

    /// A `oneOf` with more schemas is taken for an `anyOf`.
    private static final int EXCLUDED_MAX = 16;

    /// With more alternatives none is looked at on its own.
    private static final int ALTERNATIVES_MAX = 200;

    private final Facts facts;
    private final SchemaGraph graph;
    private final Work work;
    private final ValueJudge judge;
    private final Knowledge knowledge;
    private final Deque<SchemaNode> waiting = new ArrayDeque<>();
    private final Set<SchemaNode> seen = new HashSet<>();

    FactsBuilder(Conjunction conjunction, SchemaGraph graph, Work work, ValueJudge judge, Knowledge knowledge) {
        this.facts = new Facts(conjunction);
        this.graph = graph;
        this.work = work;
        this.judge = judge;
        this.knowledge = knowledge;
    }

    /// What can be seen without looking into members and items.
    Facts atHand() {
        Conjunction.Key key = facts.conjunction.key;
        facts.types = key.types();
        facts.required.addAll(key.present());
        facts.failed.addAll(key.failed());
        key.passed().forEach(this::passes);
        takeAll();
        for (SchemaNode failed : facts.failed) {
            if (failed.asksForTypesOnly()) {
                facts.types &= ~Types.named(failed.plain.getOrDefault("type", NullNode.instance));
            }
        }
        findValues();
        if (facts.values == null) {
            narrowNumbers();
            narrowCounts();
        }
        return facts;
    }

    /// As [#atHand], and then whether what must be there can be.
    Facts thorough(Knowledge.Prover prover) {
        atHand();
        if (facts.impossible()) {
            return facts;
        }
        if (facts.values == null && facts.can(Types.OBJECT)) {
            for (String name : facts.required) {
                if (knowledge.impossible(knowledge.member(facts, name), prover)) {
                    facts.types &= ~Types.OBJECT;
                    break;
                }
            }
        }
        if (facts.values == null && facts.can(Types.ARRAY)) {
            narrowItems(prover);
        }
        for (SchemaNode failed : facts.failed) {
            if (facts.impossible()) {
                break;
            }
            if (facts.flat.stream().anyMatch(node -> graph.same(node, failed)) || prover.follows(facts, failed)) {
                facts.types = 0;
            }
        }
        return facts;
    }

    private void passes(SchemaNode schema) {
        waiting.add(schema);
    }

    private void takeAll() {
        boolean more = true;
        while (more) {
            for (SchemaNode next = waiting.poll(); next != null; next = waiting.poll()) {
                SchemaNode node = graph.resolved(next);
                work.charge(1 + node.plain.size());
                if (seen.add(node)) {
                    take(node);
                }
            }
            more = addDependent();
        }
    }

    /// Adds what the members that must be there make necessary.
    private boolean addDependent() {
        int known = facts.required.size();
        boolean isObject = (facts.types & ~Types.OBJECT) == 0; // names are only required of objects
        for (SchemaNode node : facts.flat) {
            if (node.dependentNames.isEmpty() && node.dependentSchemas.isEmpty()) {
                continue;
            }
            for (String name : List.copyOf(facts.required)) {
                work.charge(1);
                facts.required.addAll(node.dependentNames.getOrDefault(name, List.of()));
                SchemaNode schema = node.dependentSchemas.get(name);
                if (schema != null && isObject && !seen.contains(graph.resolved(schema))) {
                    waiting.add(schema);
                }
            }
        }
        return facts.required.size() > known || !waiting.isEmpty();
    }

    private void take(SchemaNode node) {
        if (node.refusesAll()) {
            facts.types = 0;
        }
        if (node.json.isBoolean()) {
            return;
        }
        facts.flat.add(node);
        for (Map.Entry<String, JsonNode> keyword : node.plain.entrySet()) {
            takePlain(keyword.getKey(), keyword.getValue());
        }
        facts.required.addAll(node.required);
        facts.declared.addAll(node.properties.keySet());
        waiting.addAll(node.allOf);
        addIfThere(node.child("contains"), facts.contained);
        SchemaNode not = node.child("not");
        if (not != null) {
            facts.failed.add(graph.resolved(not));
        }
        takeAlternatives(node);
    }

    private static void addIfThere(@Nullable SchemaNode schema, List<SchemaNode> to) {
        if (schema != null) {
            to.add(schema);
        }
    }

    private void takePlain(String keyword, JsonNode value) {
        switch (keyword) {
            case "type" -> facts.types &= Types.named(value);
            case "minimum" -> facts.lower = Bound.higher(facts.lower, new Bound(value.decimalValue(), false));
            case "exclusiveMinimum" -> facts.lower = Bound.higher(facts.lower, new Bound(value.decimalValue(), true));
            case "maximum" -> facts.upper = Bound.lower(facts.upper, new Bound(value.decimalValue(), false));
            case "exclusiveMaximum" -> facts.upper = Bound.lower(facts.upper, new Bound(value.decimalValue(), true));
            case "multipleOf" -> facts.divisors.add(value.decimalValue());
            case "minLength" -> facts.minLength = Math.max(facts.minLength, ValueJudge.count(value, 0));
            case "maxLength" -> facts.maxLength = Math.min(facts.maxLength, ValueJudge.count(value, 0));
            case "pattern" -> facts.patterns.add(value.textValue());
            case "format" -> facts.formats.add(value.textValue());
            case "minItems" -> facts.minItems = Math.max(facts.minItems, ValueJudge.count(value, 0));
            case "maxItems" -> facts.maxItems = Math.min(facts.maxItems, ValueJudge.count(value, 0));
            case "uniqueItems" -> facts.uniqueItems = true;
            case "minProperties" -> facts.minProperties = Math.max(facts.minProperties, ValueJudge.count(value, 0));
            case "maxProperties" -> facts.maxProperties = Math.min(facts.maxProperties, ValueJudge.count(value, 0));
            default -> {} // `enum`, `const` and names are looked at where they stand
        }
    }

    private void takeAlternatives(SchemaNode node) {
        if (node.anyOf.size() == 1) {
            waiting.addAll(node.anyOf);
        } else if (node.anyOf.size() > 1) {
            List<Facts.Alternative> alternatives = new ArrayList<>();
            node.anyOf.forEach(schema -> alternatives.add(new Facts.Alternative(List.of(schema), List.of())));
            split(node.id * 3, alternatives);
        }
        if (node.oneOf.size() == 1) {
            waiting.addAll(node.oneOf);
        } else if (node.oneOf.size() > 1) {
            List<Facts.Alternative> alternatives = new ArrayList<>();
            for (SchemaNode schema : node.oneOf) {
                List<SchemaNode> others = new ArrayList<>();
                if (node.oneOf.size() <= EXCLUDED_MAX) {
                    node.oneOf.stream()
                            .filter(other -> other != schema)
                            .forEach(other -> others.add(graph.resolved(other)));
                }
                alternatives.add(new Facts.Alternative(List.of(schema), others));
            }
            split(node.id * 3 + 1, alternatives);
        }
        SchemaNode condition = node.child("if");
        if (condition != null) {
            List<SchemaNode> then = new ArrayList<>(List.of(condition));
            List<SchemaNode> otherwise = new ArrayList<>();
            addIfThere(node.child("then"), then);
            addIfThere(node.child("else"), otherwise);
            split(
                    node.id * 3 + 2,
                    List.of(
                            new Facts.Alternative(then, List.of()),
                            new Facts.Alternative(otherwise, List.of(graph.resolved(condition)))));
        }
    }

    private void split(int id, List<Facts.Alternative> alternatives) {
        if (alternatives.size() <= ALTERNATIVES_MAX
                && !facts.conjunction.key.split().contains(id)) {
            facts.splits.add(new Facts.Split(id, alternatives));
        }
    }

    /// The values it can have, if there are only so many.
    private void findValues() {
        List<JsonNode> candidates = null;
        for (SchemaNode node : facts.flat) {
            JsonNode constant = node.plain.get("const");
            JsonNode values = node.plain.get("enum");
            if (constant != null) {
                candidates = List.of(constant);
            } else if (values != null && (candidates == null || values.size() < candidates.size())) {
                candidates = new ArrayList<>();
                values.forEach(candidates::add);
            }
        }
        if (candidates == null && (facts.types & ~Types.LITERALS) == 0) {
            candidates = List.of(NullNode.instance, BooleanNode.FALSE, BooleanNode.TRUE);
        }
        if (candidates == null) {
            return;
        }
        facts.lower = null;
        facts.upper = null;
        facts.minLength = Integer.MAX_VALUE;
        facts.maxLength = 0;
        List<JsonNode> values = new ArrayList<>();
        int types = 0;
        for (JsonNode value : candidates) {
            if (fits(value)) {
                values.add(value);
                types |= Types.of(value);
                widen(value);
            }
        }
        facts.values = values;
        facts.types &= types;
    }

    /// Bounds that hold for every value taken so far hold for this one too.
    private void widen(JsonNode value) {
        if (value.isNumber()) {
            Bound bound = new Bound(value.decimalValue(), false);
            facts.lower = facts.lower == null ? bound : Bound.lower(facts.lower, bound);
            facts.upper = facts.upper == null ? bound : Bound.higher(facts.upper, bound);
        } else if (value.isTextual()) {
            int length = value.textValue().codePointCount(0, value.textValue().length());
            facts.minLength = Math.min(facts.minLength, length);
            facts.maxLength = Math.max(facts.maxLength, length);
        }
    }

    private boolean fits(JsonNode value) {
        Conjunction.Key key = facts.conjunction.key;
        if ((Types.of(value) & key.types()) == 0) {
            return false;
        }
        for (String name : key.present()) {
            if (!value.has(name)) {
                return false;
            }
        }
        return key.passed().stream().allMatch(schema -> judge.valid(schema, value))
                && key.failed().stream().noneMatch(schema -> judge.valid(schema, value));
    }

    private void narrowNumbers() {
        for (BigDecimal divisor : facts.divisors) {
            if (divisor.stripTrailingZeros().scale() <= 0) {
                facts.types &= ~Types.FRACTION;
            }
        }
        Bound lower = facts.lower;
        Bound upper = facts.upper;
        if (lower != null && upper != null) {
            if (Bound.nothingBetween(lower, upper)) {
                facts.types &= ~Types.NUMBER;
            } else if (Bound.nothingBetween(lower.raisedToInteger(), upper.loweredToInteger())) {
                facts.types &= ~Types.INTEGER;
            } else if (lower.value().compareTo(upper.value()) == 0) {
                facts.types &= ~Types.FRACTION; // it is this integer
            }
        }
        if (!facts.can(Types.FRACTION)) {
            facts.lower = lower == null ? null : lower.raisedToInteger();
            facts.upper = upper == null ? null : upper.loweredToInteger();
        }
    }

    private void narrowCounts() {
        if (facts.minLength > facts.maxLength) {
            facts.types &= ~Types.STRING;
        }
        if (!facts.contained.isEmpty()) {
            facts.minItems = Math.max(facts.minItems, 1);
        }
        if (facts.maxItems <= 1) {
            facts.uniqueItems = true;
        }
        if (facts.minItems > facts.maxItems) {
            facts.types &= ~Types.ARRAY;
        }
        facts.minProperties = Math.max(facts.minProperties, facts.required.size());
        for (SchemaNode node : facts.flat) {
            SchemaNode others = node.child("additionalProperties");
            if (others != null && others.refusesAll() && node.patternProperties.isEmpty()) {
                facts.maxProperties = Math.min(facts.maxProperties, node.properties.size());
            }
        }
        if (facts.minProperties > facts.maxProperties) {
            facts.types &= ~Types.OBJECT;
        }
        if (!facts.conjunction.key.present().isEmpty()) {
            facts.types &= Types.OBJECT;
        }
    }

    /// Items after one that cannot be there are not there.
    private void narrowItems(Knowledge.Prover prover) {
        int positions = Math.min(Knowledge.positions(facts), facts.maxItems);
        for (int i = 0; i <= positions && i < facts.maxItems; i++) {
            if (knowledge.impossible(knowledge.item(facts, i), prover)) {
                facts.maxItems = i;
            }
        }
        if (facts.maxItems <= 1) {
            facts.uniqueItems = true;
        }
        if (facts.minItems > facts.maxItems) {
            facts.types &= ~Types.ARRAY;
        }
    }
}
