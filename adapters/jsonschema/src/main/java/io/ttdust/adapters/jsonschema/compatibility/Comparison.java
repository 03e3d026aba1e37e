package io.ttdust.adapters.jsonschema.compatibility;

import io.ttdust.adapters.jsonschema.compatibility.facts.Definition;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaGraph;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Work;
import io.ttdust.adapters.jsonschema.compatibility.proof.Direction;
import io.ttdust.adapters.jsonschema.compatibility.proof.Inclusion;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Incompatibility;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Compares two definitions, once.
public final class Comparison {

    /// What one direction may cost, besides what its size allows for: about a tenth of a second of the hardest
    /// work.
    private static final long WORK_LEAST = 100_000;

    private final Definition before;
    private final Definition after;

    public Comparison(Definition before, Definition after) {
        this.before = before;
        this.after = after;
    }

    /// What speaks against `after` following `before`.
    public List<Incompatibility> findings(CompatibilityMode mode) {
        Set<Incompatibility> findings = new LinkedHashSet<>();
        if (mode.readsOld()) {
            findings.addAll(findings(Direction.BACKWARD));
        }
        if (mode.readByOld()) {
            findings.addAll(findings(Direction.FORWARD));
        }
        return new ArrayList<>(findings).subList(0, Math.min(findings.size(), Incompatibility.REPORTED_MAX));
    }

    private List<Incompatibility> findings(Direction direction) {
        Work work = new Work(WORK_LEAST);
        SchemaGraph graph = new SchemaGraph(work);
        SchemaNode old = graph.root(before);
        SchemaNode latest = graph.root(after);
        Explanation explanation = new Explanation(direction, graph, new Inclusion(graph, work), old, latest);
        return explanation.findings();
    }
}
