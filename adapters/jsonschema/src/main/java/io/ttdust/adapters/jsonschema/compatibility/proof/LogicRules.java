package io.ttdust.adapters.jsonschema.compatibility.proof;

import io.ttdust.adapters.jsonschema.compatibility.facts.Conjunction;
import io.ttdust.adapters.jsonschema.compatibility.facts.Facts;
import io.ttdust.adapters.jsonschema.compatibility.facts.Knowledge;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaNode;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Step;
import java.util.ArrayList;
import java.util.List;

/// Keywords that judge the same value by other schemas.
final class LogicRules {

    private static final String NO_ALTERNATIVE = "no alternative was found that surely accepts every such value";
    private static final String NOT_ONE =
            "it is not certain that exactly one of the alternatives accepts every such value";
    private static final String NOT_EXCLUDED = "it is not certain that none of the values is excluded";

    private final Knowledge knowledge;

    LogicRules(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    void find(Facts facts, SchemaNode schema, List<Obligation> found) {
        Conjunction known = facts.conjunction;
        for (int i = 0; i < schema.allOf.size(); i++) {
            found.add(new Obligation.Within(known, schema.allOf.get(i), step(facts, schema, "allOf/" + i)));
        }
        if (!schema.anyOf.isEmpty()) {
            found.add(
                    new Obligation.Either(anyOf(facts, schema), alternatives(facts, schema, "anyOf", NO_ALTERNATIVE)));
        }
        if (!schema.oneOf.isEmpty()) {
            found.add(new Obligation.ExactlyOne(known, schema.oneOf, alternatives(facts, schema, "oneOf", NOT_ONE)));
        }
        SchemaNode not = schema.child("not");
        if (not != null) {
            found.add(not(facts, schema, not));
        }
        SchemaNode condition = schema.child("if");
        if (condition != null) {
            SchemaNode then = schema.child("then");
            SchemaNode otherwise = schema.child("else");
            if (then != null) {
                Conjunction passing = knowledge.and(known, condition);
                found.add(new Obligation.Within(passing, then, step(facts, schema, "then")));
            }
            if (otherwise != null) {
                Conjunction failing = knowledge.butNot(known, condition);
                found.add(new Obligation.Within(failing, otherwise, step(facts, schema, "else")));
            }
        }
    }

    private static Step step(Facts facts, SchemaNode schema, String path) {
        return new Step(Step.Kind.SAME_VALUE, "", facts, schema, path);
    }

    private static Flaw alternatives(Facts facts, SchemaNode schema, String keyword, String reason) {
        boolean none = facts.splits.isEmpty() && facts.conjunction.key.split().isEmpty();
        Flaw.Remedy remedy = none ? Flaw.Remedy.KEYWORD : Flaw.Remedy.ALTERNATIVE;
        return new Flaw(Rule.UNDECIDED, facts, schema, keyword, remedy, null, reason);
    }

    private static List<Obligation> anyOf(Facts facts, SchemaNode schema) {
        List<Obligation> options = new ArrayList<>();
        for (int i = 0; i < schema.anyOf.size(); i++) {
            Step step = step(facts, schema, "anyOf/" + i);
            options.add(new Obligation.Within(facts.conjunction, schema.anyOf.get(i), step));
        }
        return options;
    }

    private Obligation not(Facts facts, SchemaNode schema, SchemaNode not) {
        List<Obligation> options = new ArrayList<>();
        options.add(new Obligation.Impossible(knowledge.and(facts.conjunction, not)));
        Conjunction excluded = knowledge.passing(List.of(not));
        for (SchemaNode failed : facts.failed) {
            options.add(new Obligation.Within(excluded, failed, step(facts, schema, "not")));
        }
        Flaw flaw = facts.failed.isEmpty()
                ? Flaw.keyword(Rule.NOT, facts, schema, "not", null)
                : new Flaw(
                        Rule.UNDECIDED,
                        facts,
                        schema,
                        "not",
                        Flaw.Remedy.KEYWORD,
                        facts.failed.getFirst().json,
                        NOT_EXCLUDED);
        return new Obligation.Either(options, flaw);
    }
}
