package io.ttdust.adapters.jsonschema.compatibility.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Conjunction;
import io.ttdust.adapters.jsonschema.compatibility.facts.Facts;
import io.ttdust.adapters.jsonschema.compatibility.facts.Knowledge;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaGraph;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Types;
import io.ttdust.adapters.jsonschema.compatibility.facts.ValueJudge;
import io.ttdust.adapters.jsonschema.compatibility.facts.Work;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.All;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Broken;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Either;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.ExactlyOne;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Impossible;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Within;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Proves that whatever is so known passes a schema.
///
/// A schema may lead back to itself through members and items. Then what is under way is taken to hold, which is
/// sound because the value is smaller there and values are finite; but it is only taken so after at least one
/// step into the value. What was proven with the help of such an assumption is forgotten when the assumption fails.
///
/// What is known of a conjunction is kept for good and so must not rest on an assumption: while that is found out
/// (`assuming` is false), nothing under way is taken to hold, and neither is what was proven with such help.
public final class Inclusion {

    /// Steps into the value and into its schemas; bounds the Java stack, at about eight frames each.
    private static final int DEPTH_MAX = 160;

    /// Alternatives of so many schemas are combined.
    private static final int SPLITS_MAX = 4;

    private static final int NONE = Integer.MAX_VALUE;

    /// How a pair that was looked at ended.
    ///
    /// @param assumed the lowest pair under way that the proof relies on; [#NONE] if it stands on its own
    private record Outcome(boolean proven, int assumed) {}

    /// A pair that is being looked at.
    private record Open(int index, int descents) {}

    private final Work work;
    private final SchemaGraph graph;
    private final ValueJudge judge;
    private final Knowledge knowledge;
    private final ObjectRules objects;
    private final ArrayRules arrays;
    private final LogicRules logic;

    private final Map<Long, Outcome> outcomes = new HashMap<>();
    private final Map<Long, Open> open = new HashMap<>();

    /// Pairs whose proof relies on an assumption.
    private final List<Long> provisional = new ArrayList<>();

    private int descents;
    private int assumed = NONE;
    private boolean assuming = true;

    public Inclusion(SchemaGraph graph, Work work) {
        this.work = work;
        this.graph = graph;
        this.judge = new ValueJudge(graph, work);
        this.knowledge = new Knowledge(graph, work, judge);
        this.objects = new ObjectRules(knowledge, graph, judge);
        this.arrays = new ArrayRules(knowledge);
        this.logic = new LogicRules(knowledge);
    }

    public Knowledge knowledge() {
        return knowledge;
    }

    public Facts facts(Conjunction known) {
        return knowledge.facts(known, this::followsAlone);
    }

    public boolean accepts(SchemaNode schema, JsonNode value) {
        return judge.valid(schema, value);
    }

    /// Whether a proof was found.
    public boolean within(Conjunction known, SchemaNode wanted) {
        SchemaNode schema = graph.resolved(wanted);
        if (schema.acceptsAll()) {
            return true;
        }
        long pair = ((long) known.id << Integer.SIZE) | schema.id;
        Outcome outcome = outcomes.get(pair);
        if (outcome != null && (assuming || outcome.assumed() == NONE)) {
            if (outcome.proven()) {
                assumed = Math.min(assumed, outcome.assumed());
            }
            return outcome.proven();
        }
        Open started = open.get(pair);
        if (started != null) {
            if (assuming && descents > started.descents()) {
                assumed = Math.min(assumed, started.index());
                return true;
            }
            return false;
        }
        if (open.size() >= DEPTH_MAX) {
            return false;
        }
        work.charge(2);
        int index = open.size();
        int before = provisional.size();
        int outside = assumed;
        assumed = NONE;
        open.put(pair, new Open(index, descents));
        boolean proven = proven(known, schema);
        open.remove(pair);
        assumed = Math.min(outside, close(pair, proven, index, before));
        return proven;
    }

    /// Remembers how the pair ended.
    ///
    /// @return what its proof relies on
    private int close(long pair, boolean proven, int index, int before) {
        List<Long> since = provisional.subList(before, provisional.size());
        work.charge(since.size());
        if (!proven) {
            since.forEach(outcomes::remove);
            since.clear();
            if (assuming) {
                outcomes.put(pair, new Outcome(false, NONE));
            }
            return NONE;
        }
        int reliesOn = assumed >= index ? NONE : assumed;
        Outcome outcome = new Outcome(true, reliesOn);
        since.forEach(other -> outcomes.put(other, outcome));
        outcomes.put(pair, outcome);
        if (reliesOn == NONE) {
            since.clear();
        } else {
            provisional.add(pair);
        }
        return reliesOn;
    }

    private boolean proven(Conjunction known, SchemaNode schema) {
        Facts facts = facts(known);
        if (facts.impossible()) {
            return true;
        }
        for (SchemaNode passed : facts.flat) {
            if (graph.same(passed, schema)) {
                return true;
            }
        }
        List<JsonNode> values = facts.values;
        if (values != null) {
            return values.stream().allMatch(value -> judge.valid(schema, value));
        }
        if (schema.refusesAll()) {
            return false;
        }
        return follows(facts, schema) || inEveryCase(facts, schema);
    }

    /// Whether it follows in each of the cases that a schema leaves, or for each type.
    private boolean inEveryCase(Facts facts, SchemaNode schema) {
        Conjunction known = facts.conjunction;
        if (known.key.split().size() < SPLITS_MAX) {
            for (Facts.Split split : facts.splits) {
                boolean all = true;
                for (Facts.Alternative alternative : split.alternatives()) {
                    all = all && within(knowledge.in(known, split, alternative), schema);
                }
                if (all) {
                    return true;
                }
            }
        }
        boolean chooses = !schema.anyOf.isEmpty() || !schema.oneOf.isEmpty() || schema.child("not") != null;
        List<Integer> types = Types.each(facts.types);
        if (!chooses || types.size() < 2) {
            return false;
        }
        for (int type : types) {
            if (!within(knowledge.ofType(known, type), schema)) {
                return false;
            }
        }
        return true;
    }

    private boolean follows(Facts facts, SchemaNode schema) {
        for (Obligation obligation : obligations(facts, schema)) {
            if (!holds(obligation)) {
                return false;
            }
        }
        return true;
    }

    /// As [#follows], without any help of what is under way, which leaves `assumed` as it is: its outcome is kept
    /// for good.
    private boolean followsAlone(Facts facts, SchemaNode schema) {
        boolean outer = assuming;
        assuming = false;
        boolean follows = schema.acceptsAll() || (!schema.refusesAll() && follows(facts, schema));
        assuming = outer;
        return follows;
    }

    /// What is left to prove; only keywords that hold for sure are left out.
    public List<Obligation> obligations(Facts facts, SchemaNode schema) {
        List<Obligation> found = new ArrayList<>();
        ScalarRules.find(facts, schema, found);
        objects.find(facts, schema, this::followsAlone, found);
        arrays.find(facts, schema, found);
        logic.find(facts, schema, found);
        work.charge(1 + found.size());
        return found;
    }

    public boolean holds(Obligation obligation) {
        return switch (obligation) {
            case Broken broken -> false;
            case Within within -> holds(within);
            case Impossible impossible -> facts(impossible.known()).impossible();
            case All all -> all.parts().stream().allMatch(this::holds);
            case Either either -> holds(either);
            case ExactlyOne one -> holds(one);
        };
    }

    private boolean holds(Within within) {
        if (!within.step().descends()) {
            return within(within.known(), within.schema());
        }
        descents++;
        boolean holds = within(within.known(), within.schema());
        descents--;
        return holds;
    }

    private boolean holds(Either either) {
        for (Obligation option : either.options()) {
            if (option instanceof Within within && isAmong(within.known(), within.schema())) {
                return true;
            }
        }
        return either.options().stream().anyMatch(this::holds);
    }

    private boolean holds(ExactlyOne one) {
        for (SchemaNode schema : one.schemas()) {
            if (isAmong(one.known(), schema)) {
                return othersRefuse(one, schema);
            }
        }
        for (SchemaNode schema : one.schemas()) {
            if (within(one.known(), schema)) {
                return othersRefuse(one, schema);
            }
        }
        return false;
    }

    private boolean othersRefuse(ExactlyOne one, SchemaNode accepting) {
        return one.schemas().stream()
                .filter(schema -> schema != accepting)
                .allMatch(schema -> facts(knowledge.and(one.known(), schema)).impossible());
    }

    /// Whether the schema is one of those known to accept it: quick to see, and mostly so.
    private boolean isAmong(Conjunction known, SchemaNode schema) {
        work.charge(1);
        return known.key.passed().stream().anyMatch(passed -> graph.same(passed, schema));
    }
}
