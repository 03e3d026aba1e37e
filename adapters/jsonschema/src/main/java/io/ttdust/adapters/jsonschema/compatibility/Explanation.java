package io.ttdust.adapters.jsonschema.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Conjunction;
import io.ttdust.adapters.jsonschema.compatibility.facts.Facts;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaGraph;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Types;
import io.ttdust.adapters.jsonschema.compatibility.facts.Work;
import io.ttdust.adapters.jsonschema.compatibility.proof.Direction;
import io.ttdust.adapters.jsonschema.compatibility.proof.Flaw;
import io.ttdust.adapters.jsonschema.compatibility.proof.Inclusion;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.All;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Broken;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Either;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.ExactlyOne;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Impossible;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Step;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Within;
import io.ttdust.adapters.jsonschema.compatibility.proof.Rule;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import io.ttdust.domain.schema.Incompatibility;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Goes once more through what could not be proven, down to the keywords that speak against it.
final class Explanation {

    /// A definition can have very long names, and every finding tells some of them.
    private static final int CHARS_MAX = 1 << 16;

    private static final int DEPTH_MAX = 150;

    private static final String TOO_MUCH = "comparing the two takes too much work";
    private static final String TOO_DEEP = "what differs lies too deep";
    private static final String NOT_FOUND = "no keyword alone is the reason";

    private final SchemaGraph graph;
    private final Inclusion inclusion;
    private final SchemaNode narrow;
    private final SchemaNode wide;
    private final Wording wording;
    private final Set<Long> told = new HashSet<>();

    /// By pointer, rule and change, each told once.
    private final Map<List<String>, Incompatibility> findings = new LinkedHashMap<>();

    private int charsLeft = CHARS_MAX;
    private int depth;

    Explanation(Direction direction, SchemaGraph graph, Inclusion inclusion, SchemaNode old, SchemaNode latest) {
        this.graph = graph;
        this.inclusion = inclusion;
        this.narrow = direction == Direction.BACKWARD ? old : latest;
        this.wide = direction == Direction.BACKWARD ? latest : old;
        this.wording = new Wording(direction);
    }

    /// What was found; nothing if the wide side surely accepts whatever the narrow one accepts.
    List<Incompatibility> findings() {
        try {
            Conjunction known = inclusion.knowledge().passing(List.of(narrow));
            if (!inclusion.within(known, wide)) {
                explain(known, wide, "");
                if (findings.isEmpty()) {
                    add(wording.of(undecided(inclusion.facts(known), wide, NOT_FOUND), ""));
                }
            }
        } catch (Work.WorkExceededException e) {
            add(wording.of(undecided(Facts.passing(narrow), wide, TOO_MUCH), ""));
        }
        return new ArrayList<>(findings.values());
    }

    private static Flaw undecided(Facts facts, SchemaNode schema, String reason) {
        return Flaw.undecided(facts, schema, "", reason);
    }

    private void add(Incompatibility found) {
        int length = found.pointer().length()
                + found.message().length()
                + found.change().length();
        boolean first = findings.isEmpty();
        charsLeft -= length;
        if (findings.size() < Incompatibility.REPORTED_MAX && (first || charsLeft > 0)) {
            findings.putIfAbsent(List.of(found.pointer(), found.rule(), found.change()), found);
        }
    }

    private void report(Flaw flaw, String where) {
        add(wording.of(flaw, where));
    }

    private void explain(Conjunction known, SchemaNode wanted, String where) {
        SchemaNode schema = graph.resolved(wanted);
        if (findings.size() >= Incompatibility.REPORTED_MAX
                || !told.add(((long) known.id << Integer.SIZE) | schema.id)) {
            return;
        }
        Facts facts = inclusion.facts(known);
        if (depth >= DEPTH_MAX) {
            report(undecided(facts, schema, TOO_DEEP), where);
            return;
        }
        depth++;
        int before = findings.size();
        if (schema.refusesAll()) {
            report(new Flaw(Rule.SCHEMA, facts, schema, "", Flaw.Remedy.SCHEMA, null, ""), where);
        } else if (facts.values != null) {
            values(facts, facts.values, schema, where);
        } else if (facts.splits.isEmpty()) {
            obligations(facts, schema, where);
        } else {
            Facts.Split split = facts.splits.getFirst();
            for (Facts.Alternative alternative : split.alternatives()) {
                Conjunction one = inclusion.knowledge().in(known, split, alternative);
                if (!inclusion.within(one, schema)) {
                    explain(one, schema, where);
                }
            }
        }
        if (findings.size() == before && findings.isEmpty()) {
            report(undecided(facts, schema, NOT_FOUND), where);
        }
        depth--;
    }

    private void obligations(Facts facts, SchemaNode schema, String where) {
        for (Obligation obligation : inclusion.obligations(facts, schema)) {
            if (findings.size() < Incompatibility.REPORTED_MAX && !inclusion.holds(obligation)) {
                explain(obligation, where);
            }
        }
    }

    private void explain(Obligation obligation, String where) {
        switch (obligation) {
            case Broken broken -> report(broken.flaw(), where);
            case Either either -> {
                if (either.otherwise().keyword().equals("anyOf")) {
                    alternatives(either.otherwise(), where);
                } else {
                    report(either.otherwise(), where);
                }
            }
            case ExactlyOne one -> alternatives(one.otherwise(), where);
            case Within within -> explain(within, where);
            case Impossible impossible -> throw new IllegalStateException("only ever an option: " + impossible);
            case All all -> throw new IllegalStateException("only ever an option: " + all);
        }
    }

    /// Goes on with the one alternative that some of the values may fit, or says that there is none.
    private void alternatives(Flaw flaw, String where) {
        SchemaNode schema = flaw.wide();
        List<SchemaNode> possible = new ArrayList<>(flaw.keyword().equals("anyOf") ? schema.anyOf : schema.oneOf);
        Conjunction known = flaw.narrow().conjunction;
        possible.removeIf(
                one -> inclusion.facts(inclusion.knowledge().and(known, one)).impossible());
        if (possible.isEmpty()) {
            report(new Flaw(Rule.ALTERNATIVES, flaw.narrow(), schema, flaw.keyword(), flaw.remedy(), null, ""), where);
        } else if (possible.size() == 1) {
            explain(known, possible.getFirst(), where);
        } else {
            report(flaw, where);
        }
    }

    private void explain(Within within, String where) {
        Step step = within.step();
        if (!step.descends()) {
            explain(within.known(), within.schema(), where);
            return;
        }
        Facts facts = inclusion.facts(within.known());
        SchemaNode schema = graph.resolved(within.schema());
        if (schema.refusesAll() || facts.nothingKnown()) {
            add(wording.of(step, facts, within.schema(), where));
            return;
        }
        explain(within.known(), within.schema(), where + "/" + JsonRefusedException.escaped(step.name()));
    }

    /// The narrow side has only so many values: each that is refused, by the keyword that refuses it.
    private void values(Facts facts, List<JsonNode> values, SchemaNode schema, String where) {
        int before = findings.size();
        List<JsonNode> refused = values.stream()
                .filter(value -> !inclusion.accepts(schema, value))
                .toList();
        boolean removable = wording.canRemoveValues(facts) && refused.size() < values.size();
        boolean structural = false;
        for (JsonNode value : refused) {
            if (findings.size() >= Incompatibility.REPORTED_MAX) {
                return;
            }
            boolean listed = schema.plain.containsKey("enum") && lacks(schema, value);
            if (removable || listed) {
                report(new Flaw(Rule.ENUM, facts, schema, "enum", Flaw.Remedy.MISSING, value, ""), where);
            } else if (schema.plain.containsKey("const") && !value.equals(schema.plain.get("const"))) {
                JsonNode only = values.size() == 1 ? value : null;
                report(Flaw.keyword(Rule.CONST, facts, schema, "const", only), where);
            } else if (schema.plain.containsKey("type") && hasOtherType(schema, value)) {
                String name = Types.names(Types.of(value)).getFirst();
                report(
                        new Flaw(Rule.TYPE, facts, schema, "type", Flaw.Remedy.MISSING, TextNode.valueOf(name), ""),
                        where);
            } else {
                structural = true;
            }
        }
        if (structural) {
            others(facts, schema, where);
        }
        if (!refused.isEmpty() && findings.size() == before) {
            report(undecided(facts, schema, NOT_FOUND), where);
        }
    }

    private static boolean lacks(SchemaNode schema, JsonNode value) {
        for (JsonNode listed : schema.plain.getOrDefault("enum", schema.json)) {
            if (listed.equals(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasOtherType(SchemaNode schema, JsonNode value) {
        JsonNode type = schema.plain.get("type");
        return type != null && (Types.named(type) & Types.of(value)) == 0;
    }

    private void others(Facts facts, SchemaNode schema, String where) {
        for (Obligation obligation : inclusion.obligations(facts, schema)) {
            boolean seen = obligation instanceof Broken broken
                    && Set.of(Rule.ENUM, Rule.CONST, Rule.TYPE)
                            .contains(broken.flaw().rule());
            if (!seen && !inclusion.holds(obligation)) {
                explain(obligation, where);
            }
        }
    }
}
