package io.ttdust.adapters.jsonschema.compatibility.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes conjunctions, each once, and finds out what follows from them.
public final class Knowledge {

    /// Members and items inside each other that are looked into for whether anything can be there.
    private static final int DEPTH_MAX = 40;

    /// Ways in which patterns may fall on one name, beyond which less is known.
    private static final int CASES_MAX = 32;

    private final SchemaGraph graph;
    private final Work work;
    private final ValueJudge judge;
    private final Map<Conjunction.Key, Conjunction> conjunctions = new HashMap<>();
    private int depth;

    public Knowledge(SchemaGraph graph, Work work, ValueJudge judge) {
        this.graph = graph;
        this.work = work;
        this.judge = judge;
    }

    /// Proves that values with these facts pass a schema, without help of what is only assumed.
    @FunctionalInterface
    public interface Prover {
        boolean follows(Facts facts, SchemaNode schema);
    }

    public Conjunction passing(List<SchemaNode> schemas) {
        return of(schemas, List.of(), Types.ALL, Set.of(), Set.of());
    }

    private Conjunction of(
            List<SchemaNode> passed, List<SchemaNode> failed, int types, Set<String> present, Set<Integer> split) {
        List<SchemaNode> distinct = new ArrayList<>();
        Set<SchemaNode> seen = new HashSet<>();
        for (SchemaNode node : passed) {
            SchemaNode resolved = graph.resolved(node);
            boolean says = distinct.isEmpty() || !resolved.acceptsAll();
            if (says && seen.add(resolved)) {
                distinct.add(resolved);
            }
        }
        work.charge(1 + passed.size() + failed.size());
        Conjunction.Key key = new Conjunction.Key(distinct, failed, types, present, split);
        Conjunction known = conjunctions.get(key);
        if (known == null) {
            known = new Conjunction(conjunctions.size(), key);
            conjunctions.put(key, known);
        }
        return known;
    }

    public Conjunction and(Conjunction known, SchemaNode passed) {
        Conjunction.Key key = known.key;
        return of(joined(key.passed(), List.of(passed)), key.failed(), key.types(), key.present(), key.split());
    }

    public Conjunction butNot(Conjunction known, SchemaNode failed) {
        Conjunction.Key key = known.key;
        List<SchemaNode> all = joined(key.failed(), List.of(graph.resolved(failed)));
        return of(key.passed(), all, key.types(), key.present(), key.split());
    }

    public Conjunction ofType(Conjunction known, int types) {
        Conjunction.Key key = known.key;
        return of(key.passed(), key.failed(), key.types() & types, key.present(), key.split());
    }

    public Conjunction having(Conjunction known, String name) {
        Conjunction.Key key = known.key;
        Set<String> present = new LinkedHashSet<>(key.present());
        present.add(name);
        return of(key.passed(), key.failed(), key.types() & Types.OBJECT, present, key.split());
    }

    public Conjunction in(Conjunction known, Facts.Split split, Facts.Alternative alternative) {
        Conjunction.Key key = known.key;
        Set<Integer> done = new LinkedHashSet<>(key.split());
        done.add(split.id());
        return of(
                joined(key.passed(), alternative.passed()),
                joined(key.failed(), alternative.failed()),
                key.types(),
                key.present(),
                done);
    }

    private static List<SchemaNode> joined(List<SchemaNode> some, List<SchemaNode> more) {
        List<SchemaNode> all = new ArrayList<>(some);
        for (SchemaNode node : more) {
            if (!all.contains(node)) {
                all.add(node);
            }
        }
        return all;
    }

    /// What follows. Members and items are looked into only if this is not already under way for the same.
    public Facts facts(Conjunction conjunction, Prover prover) {
        Facts known = conjunction.facts;
        if (known != null) {
            return known;
        }
        FactsBuilder builder = new FactsBuilder(conjunction, graph, work, judge, this);
        if (conjunction.underWay || depth > DEPTH_MAX) {
            return builder.atHand();
        }
        conjunction.underWay = true;
        depth++;
        Facts facts = builder.thorough(prover);
        depth--;
        conjunction.underWay = false;
        conjunction.facts = facts;
        return facts;
    }

    /// Whether surely no value fulfils it.
    boolean impossible(Conjunction conjunction, Prover prover) {
        return facts(conjunction, prover).impossible();
    }

    /// What is known of the member `name`, if it is there.
    public Conjunction member(Facts facts, String name) {
        List<SchemaNode> schemas = new ArrayList<>();
        for (SchemaNode node : facts.flat) {
            schemas.addAll(judge.member(node, name));
        }
        return passing(schemas);
    }

    /// What is known of an item.
    public Conjunction item(Facts facts, int index) {
        List<SchemaNode> schemas = new ArrayList<>();
        for (SchemaNode node : facts.flat) {
            SchemaNode item = ValueJudge.item(node, index);
            if (item != null) {
                schemas.add(item);
            }
        }
        return passing(schemas);
    }

    /// Items that are judged each by its own schema.
    public static int positions(Facts facts) {
        int positions = 0;
        for (SchemaNode node : facts.flat) {
            positions = Math.max(positions, node.tuple.size());
        }
        return positions;
    }

    /// What may be known of a member that no schema declares: one of these holds.
    ///
    /// @param pattern its name matches this one; null if it may match any
    /// @param unmatched its name matches none of these
    public List<Conjunction> undeclared(Facts facts, @Nullable String pattern, Set<String> unmatched) {
        List<List<SchemaNode>> cases = new ArrayList<>();
        cases.add(List.of());
        for (SchemaNode node : facts.flat) {
            List<List<SchemaNode>> more = new ArrayList<>();
            for (List<SchemaNode> one : cases(node, pattern, unmatched)) {
                for (List<SchemaNode> sofar : cases) {
                    more.add(joined(sofar, one));
                }
            }
            work.charge(more.size());
            if (more.size() <= CASES_MAX || cases.size() == 1) {
                cases = more;
            }
        }
        List<Conjunction> conjunctions = new ArrayList<>();
        cases.forEach(schemas -> conjunctions.add(passing(schemas)));
        return conjunctions;
    }

    private static List<List<SchemaNode>> cases(SchemaNode node, @Nullable String pattern, Set<String> unmatched) {
        SchemaNode certain = pattern == null ? null : node.patternProperties.get(pattern);
        if (certain != null) {
            return List.of(List.of(certain));
        }
        List<List<SchemaNode>> cases = new ArrayList<>();
        SchemaNode others = node.child("additionalProperties");
        cases.add(others == null ? List.of() : List.of(others));
        node.patternProperties.forEach((other, schema) -> {
            if (!unmatched.contains(other)) {
                cases.add(List.of(schema));
            }
        });
        return cases;
    }
}
