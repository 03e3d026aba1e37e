package io.ttdust.adapters.jsonschema.compatibility.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Conjunction;
import io.ttdust.adapters.jsonschema.compatibility.facts.Facts;
import io.ttdust.adapters.jsonschema.compatibility.facts.Knowledge;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaGraph;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Types;
import io.ttdust.adapters.jsonschema.compatibility.facts.ValueJudge;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Step;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keywords about the members of an object.
final class ObjectRules {

    private final Knowledge knowledge;
    private final SchemaGraph graph;
    private final ValueJudge judge;

    ObjectRules(Knowledge knowledge, SchemaGraph graph, ValueJudge judge) {
        this.knowledge = knowledge;
        this.graph = graph;
        this.judge = judge;
    }

    void find(Facts facts, SchemaNode schema, Knowledge.Prover prover, List<Obligation> found) {
        if (!facts.can(Types.OBJECT)) {
            return;
        }
        for (String name : schema.required) {
            if (!facts.required.contains(name)) {
                Flaw flaw = new Flaw(
                        Rule.REQUIRED, facts, schema, "required", Flaw.Remedy.EXTRA, TextNode.valueOf(name), "");
                found.add(new Obligation.Broken(flaw));
            }
        }
        List<SchemaNode> names = names(facts);
        schema.properties.forEach((name, member) -> {
            if (nameFits(names, name)) {
                String path = "properties/" + JsonRefusedException.escaped(name);
                found.add(within(facts, name, member, new Step(Step.Kind.PROPERTY, name, facts, schema, path)));
            }
        });
        schema.patternProperties.forEach((pattern, member) -> pattern(facts, schema, pattern, member, names, found));
        SchemaNode others = schema.child("additionalProperties");
        if (others != null && !graph.resolved(others).acceptsAll()) {
            others(facts, schema, others, names, found);
        }
        SchemaNode wanted = schema.child("propertyNames");
        if (wanted != null) {
            found.add(names(facts, schema, names, wanted));
        }
        dependencies(facts, schema, prover, found);
    }

    private Obligation within(Facts facts, String name, SchemaNode schema, Step step) {
        return new Obligation.Within(knowledge.member(facts, name), schema, step);
    }

    private static List<SchemaNode> names(Facts facts) {
        List<SchemaNode> names = new ArrayList<>();
        for (SchemaNode node : facts.flat) {
            SchemaNode schema = node.child("propertyNames");
            if (schema != null) {
                names.add(schema);
            }
        }
        return names;
    }

    private boolean nameFits(List<SchemaNode> names, String name) {
        return names.stream().allMatch(schema -> judge.valid(schema, TextNode.valueOf(name)));
    }

    private void pattern(
            Facts facts,
            SchemaNode schema,
            String pattern,
            SchemaNode member,
            List<SchemaNode> names,
            List<Obligation> found) {
        String path = "patternProperties/" + JsonRefusedException.escaped(pattern);
        for (String name : facts.declared) {
            if (graph.matches(pattern, name) && nameFits(names, name)) {
                Step step = new Step(Step.Kind.PATTERN_PROPERTY, name, facts, schema, path);
                found.add(within(facts, name, member, step));
            }
        }
        Step step = new Step(Step.Kind.PATTERN_PROPERTY, "*", facts, schema, path);
        for (Conjunction known : knowledge.undeclared(facts, pattern, Set.of())) {
            found.add(new Obligation.Within(known, member, step));
        }
    }

    private void others(
            Facts facts, SchemaNode schema, SchemaNode others, List<SchemaNode> names, List<Obligation> found) {
        Set<String> patterns = schema.patternProperties.keySet();
        for (String name : facts.declared) {
            boolean other = !schema.properties.containsKey(name)
                    && patterns.stream().noneMatch(pattern -> graph.matches(pattern, name));
            if (other && nameFits(names, name)) {
                Step step = new Step(Step.Kind.OTHER_DECLARED, name, facts, schema, "additionalProperties");
                found.add(within(facts, name, others, step));
            }
        }
        Step step = new Step(Step.Kind.OTHER, "*", facts, schema, "additionalProperties");
        for (Conjunction known : knowledge.undeclared(facts, null, patterns)) {
            found.add(new Obligation.Within(known, others, step));
        }
    }

    /// All names fit because the narrow side says so, or because it knows all names there are.
    private Obligation names(Facts facts, SchemaNode schema, List<SchemaNode> names, SchemaNode wanted) {
        Step step = new Step(Step.Kind.OTHER, "*", facts, schema, "propertyNames");
        List<Obligation> closed = new ArrayList<>();
        for (String name : facts.declared) {
            if (!judge.valid(wanted, TextNode.valueOf(name))) {
                closed.add(new Obligation.Impossible(knowledge.member(facts, name)));
            }
        }
        for (Conjunction known : knowledge.undeclared(facts, null, Set.of())) {
            closed.add(new Obligation.Impossible(known));
        }
        Conjunction name = knowledge.ofType(knowledge.passing(names), Types.STRING);
        Flaw flaw = Flaw.keyword(
                Rule.NAMES, facts, schema, "propertyNames", names.isEmpty() ? null : names.getFirst().json);
        return new Obligation.Either(
                List.of(new Obligation.Within(name, wanted, step), new Obligation.All(closed)), flaw);
    }

    private void dependencies(Facts facts, SchemaNode schema, Knowledge.Prover prover, List<Obligation> found) {
        for (Map.Entry<String, List<String>> dependency : schema.dependentNames.entrySet()) {
            Facts having = knowledge.facts(knowledge.having(facts.conjunction, dependency.getKey()), prover);
            if (!having.impossible() && !having.required.containsAll(dependency.getValue())) {
                String path = "dependencies/" + JsonRefusedException.escaped(dependency.getKey());
                JsonNode had = dependency(facts, dependency.getKey());
                found.add(new Obligation.Broken(Flaw.keyword(Rule.DEPENDENCY, facts, schema, path, had)));
            }
        }
        for (Map.Entry<String, SchemaNode> dependency : schema.dependentSchemas.entrySet()) {
            Conjunction having = knowledge.having(facts.conjunction, dependency.getKey());
            String path = "dependencies/" + JsonRefusedException.escaped(dependency.getKey());
            JsonNode had = dependency(facts, dependency.getKey());
            Step step = new Step(Step.Kind.SAME_VALUE, "", facts, schema, path);
            found.add(new Obligation.Either(
                    List.of(new Obligation.Within(having, dependency.getValue(), step)),
                    Flaw.keyword(Rule.DEPENDENCY, facts, schema, path, had)));
        }
    }

    private static @Nullable JsonNode dependency(Facts facts, String name) {
        for (SchemaNode node : facts.flat) {
            JsonNode dependency = node.json.path("dependencies").get(name);
            if (dependency != null) {
                return dependency;
            }
        }
        return null;
    }
}
