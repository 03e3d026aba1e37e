package io.ttdust.adapters.jsonschema.compatibility.proof;

import io.ttdust.adapters.jsonschema.compatibility.facts.Conjunction;
import io.ttdust.adapters.jsonschema.compatibility.facts.Facts;
import io.ttdust.adapters.jsonschema.compatibility.facts.Knowledge;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Types;
import io.ttdust.adapters.jsonschema.compatibility.facts.ValueJudge;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Step;
import java.util.ArrayList;
import java.util.List;

/// `items`, `additionalItems` and `contains`.
final class ArrayRules {

    private final Knowledge knowledge;

    ArrayRules(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    void find(Facts facts, SchemaNode schema, List<Obligation> found) {
        if (!facts.can(Types.ARRAY)) {
            return;
        }
        int further = Math.max(Knowledge.positions(facts), schema.tuple.size());
        for (int i = 0; i <= further && i < facts.maxItems; i++) {
            SchemaNode item = ValueJudge.item(schema, i);
            if (item != null) {
                Step step = new Step(Step.Kind.ITEM, Integer.toString(i), facts, schema, schema.itemPath(i));
                found.add(new Obligation.Within(knowledge.item(facts, i), item, step));
            }
        }
        SchemaNode contained = schema.child("contains");
        if (contained != null) {
            found.add(contains(facts, schema, contained, further));
        }
    }

    private Obligation contains(Facts facts, SchemaNode schema, SchemaNode wanted, int further) {
        Step step = new Step(Step.Kind.ITEM, "*", facts, schema, "contains");
        List<Obligation> options = new ArrayList<>();
        for (SchemaNode contained : facts.contained) {
            Conjunction item = further == 0
                    ? knowledge.and(knowledge.item(facts, 0), contained)
                    : knowledge.passing(List.of(contained));
            options.add(new Obligation.Within(item, wanted, step));
        }
        for (int i = 0; i <= further && i < facts.minItems; i++) {
            options.add(new Obligation.Within(knowledge.item(facts, i), wanted, step));
        }
        Flaw flaw = facts.contained.isEmpty()
                ? Flaw.keyword(Rule.CONTAINS, facts, schema, "contains", null)
                : new Flaw(
                        Rule.UNDECIDED,
                        facts,
                        schema,
                        "contains",
                        Flaw.Remedy.KEYWORD,
                        facts.contained.getFirst().json,
                        "what must be contained differs, and no item that surely is there fits");
        return new Obligation.Either(options, flaw);
    }
}
