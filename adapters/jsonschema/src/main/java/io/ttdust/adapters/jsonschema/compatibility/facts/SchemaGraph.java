package io.ttdust.adapters.jsonschema.compatibility.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.library.LinearPattern;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The sub-schemas of both definitions, where their references lead, and which of them are the same.
public final class SchemaGraph implements SchemaNode.Nodes {

    /// A match costs so many steps of the matcher for one unit of work.
    private static final int STEPS_PER_UNIT = 16;

    private static final int UNITS_PER_SCHEMA = 60;

    /// A character of an `enum` is worth one unit, as far as this goes: a definition can have a million of them.
    private static final long UNITS_FOR_VALUES_MAX = 100_000;

    private final Work work;
    private final IdentityHashMap<JsonNode, SchemaNode> nodes = new IdentityHashMap<>();
    private final Map<String, LinearPattern> patterns = new HashMap<>();
    private final Set<Long> same = new HashSet<>();
    private final Set<Long> different = new HashSet<>();
    private int count;

    public SchemaGraph(Work work) {
        this.work = work;
    }

    @Override
    public int nextId() {
        return count++;
    }

    /// The whole of a definition; what it may cost grows with it, but for what only references lead to.
    public SchemaNode root(Definition definition) {
        patterns.putAll(definition.patterns());
        SchemaNode root = SchemaNode.of(this, definition.root(), "", definition, true);
        long schemas = 0;
        long values = 0;
        for (SchemaNode node : added(root)) {
            schemas++;
            values += node.valuesLength();
        }
        work.grant(UNITS_PER_SCHEMA * schemas + Math.min(values, UNITS_FOR_VALUES_MAX));
        return root;
    }

    /// The schemas, and not booleans, that this one consists of.
    private List<SchemaNode> added(SchemaNode root) {
        List<SchemaNode> added = new ArrayList<>();
        Deque<SchemaNode> waiting = new ArrayDeque<>();
        waiting.add(root);
        for (SchemaNode node = waiting.poll(); node != null; node = waiting.poll()) {
            if (node.json.isObject()) {
                nodes.putIfAbsent(node.json, node);
                added.add(node);
            }
            waiting.addAll(node.children.values());
        }
        return added;
    }

    /// The schema itself, or what its reference leads to at last. Ends, as circles were refused.
    public SchemaNode resolved(SchemaNode schema) {
        SchemaNode node = schema;
        while (node.refers && node.json instanceof ObjectNode object) {
            work.charge(1);
            Definition.Target target = node.owner.target(object);
            SchemaNode known = nodes.get(target.schema());
            if (known == null) {
                boolean inside = node.inside && target.inside();
                String pointer = inside ? target.pointer() : node.pointer;
                known = SchemaNode.of(this, target.schema(), pointer, node.owner, inside);
                added(known);
            }
            node = known;
        }
        return node;
    }

    public boolean matches(String pattern, String text) {
        LinearPattern compiled =
                Objects.requireNonNull(patterns.get(pattern), "a pattern was not compiled with its definition");
        work.charge(1 + compiled.work(text.length()) / STEPS_PER_UNIT);
        return compiled.find(text);
    }

    /// Whether both surely accept the same values, because they say the same in the same words; whatever is the
    /// same as long as the two are is taken to be the same.
    public boolean same(SchemaNode one, SchemaNode other) {
        SchemaNode first = resolved(one);
        SchemaNode second = resolved(other);
        if (first == second) {
            return true;
        }
        if (first.hash() != second.hash()) {
            return false;
        }
        long start = pair(first, second);
        if (same.contains(start)) {
            return true;
        }
        if (different.contains(start)) {
            return false;
        }
        Set<Long> taken = new HashSet<>();
        Deque<SchemaNode> waiting = new ArrayDeque<>();
        waiting.add(first);
        waiting.add(second);
        while (!waiting.isEmpty()) {
            SchemaNode left = resolved(waiting.remove());
            SchemaNode right = resolved(waiting.remove());
            if (left == right || same.contains(pair(left, right)) || !taken.add(pair(left, right))) {
                continue;
            }
            work.charge(left.hash() == right.hash() ? left.unitsToCompare() : 1);
            if (!left.sameBut(right)) {
                different.add(start);
                return false;
            }
            for (Map.Entry<String, SchemaNode> child : left.children.entrySet()) {
                SchemaNode counterpart = right.children.get(child.getKey());
                if (counterpart != null) {
                    waiting.add(child.getValue());
                    waiting.add(counterpart);
                }
            }
        }
        same.addAll(taken);
        return true;
    }

    private static long pair(SchemaNode one, SchemaNode other) {
        return ((long) one.id << Integer.SIZE) | other.id;
    }
}
