package io.ttdust.adapters.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.SchemaResources.Place;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How often and how deep a schema applies schemas to the very value it judges.
///
/// A schema that reaches itself this way (`{"$ref": "#"}`) would never finish; `anyOf` under `anyOf` under `anyOf`
/// grows exponentially though the text is short. Both are refused at registration.
final class InPlaceCost {

    /// Evaluations of schemas for one value.
    static final long EVALUATIONS_MAX = 50_000;

    static final int DEPTH_MAX = 100;

    private record Cost(long evaluations, int depth) {}

    private final SchemaDocument document;
    private final IdentityHashMap<ObjectNode, @Nullable Cost> costs = new IdentityHashMap<>();

    InPlaceCost(SchemaDocument document) {
        this.document = document;
    }

    void check(List<Place> places) throws SchemaRefusedException {
        for (Place place : places) {
            of(place.schema(), place.pointer(), 0);
        }
    }

    private Cost of(JsonNode node, String pointer, int level) throws SchemaRefusedException {
        if (!(node instanceof ObjectNode schema)) {
            return new Cost(1, 1);
        }
        Cost known = costs.get(schema);
        if (known != null) {
            return known;
        }
        if (costs.containsKey(schema)) {
            throw new SchemaRefusedException(
                    pointer, "$ref", "this schema applies itself to the same value without end; break the circle");
        }
        if (level > DEPTH_MAX) {
            throw tooDeep(pointer);
        }
        costs.put(schema, null); // being worked on
        List<JsonNode> applied = new ArrayList<>();
        if (SchemaKeywords.reference(schema) != null) {
            applied.add(document.target(schema).schema());
        } else {
            SchemaKeywords.eachInPlace(schema, (child, at) -> applied.add(child));
        }
        long evaluations = 1;
        int depth = 1;
        for (JsonNode child : applied) {
            Cost cost = of(child, pointer, level + 1);
            evaluations += cost.evaluations();
            depth = Math.max(depth, cost.depth() + 1);
        }
        if (evaluations > EVALUATIONS_MAX) {
            throw new SchemaRefusedException(
                    pointer,
                    "$limit",
                    "one value would be judged by more than %s schemas; use fewer alternatives inside each other"
                            .formatted(EVALUATIONS_MAX));
        }
        if (depth > DEPTH_MAX) {
            throw tooDeep(pointer);
        }
        Cost cost = new Cost(evaluations, depth);
        costs.put(schema, cost);
        return cost;
    }

    private static SchemaRefusedException tooDeep(String pointer) {
        return new SchemaRefusedException(
                pointer,
                "$limit",
                "more than %s references and applicators follow each other for one value".formatted(DEPTH_MAX));
    }
}
