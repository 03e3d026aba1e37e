package io.ttdust.simulation.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A schema of objects that is being put together.
final class ObjectSketch {

    private final Random random;
    private final Map<String, Sketch> properties = new LinkedHashMap<>();
    private final Map<String, String> patterns = new LinkedHashMap<>();
    private final Map<String, Sketch> patterned = new LinkedHashMap<>();
    private final Map<String, String> dependencies = new LinkedHashMap<>();
    private final Set<String> required = new TreeSet<>();
    private final Keywords keywords = new Keywords();
    private @Nullable Sketch others;
    private boolean closed;

    ObjectSketch(Random random) {
        this.random = random;
    }

    void property(String name, Sketch sketch) {
        properties.putIfAbsent(name, sketch);
        if (random.nextInt(3) == 0) {
            required.add(name);
        }
    }

    void others(String schema, @Nullable Sketch sketch) {
        keywords.put("additionalProperties", schema);
        others = sketch;
        closed = sketch == null;
    }

    /// @param example a name that matches
    void pattern(String pattern, String example, Sketch sketch) {
        patterns.put(pattern, sketch.schema());
        patterned.put(example, sketch);
    }

    /// @param needs a schema, or a name
    void dependency(String name, String needs) {
        boolean schema = needs.startsWith("{") || needs.equals("true") || needs.equals("false");
        dependencies.put(name, schema ? needs : "[" + Keywords.quoted(needs, random) + "]");
    }

    void names(String schema) {
        keywords.put("propertyNames", schema);
    }

    private String map(Map<String, String> schemas) {
        return schemas.entrySet().stream()
                .map(entry -> Keywords.quoted(entry.getKey(), random) + ":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    Sketch sketch() {
        if (random.nextBoolean()) {
            keywords.put("type", "\"object\"");
        }
        if (random.nextInt(8) == 0) {
            required.add(Texts.name(random));
        }
        Map<String, String> schemas = new LinkedHashMap<>();
        properties.forEach((name, sketch) -> schemas.put(name, sketch.schema()));
        if (!schemas.isEmpty()) {
            keywords.put("properties", map(schemas));
        }
        if (!patterns.isEmpty()) {
            keywords.put("patternProperties", map(patterns));
        }
        if (!dependencies.isEmpty()) {
            keywords.put("dependencies", map(dependencies));
        }
        if (!required.isEmpty()) {
            List<String> names = new ArrayList<>();
            required.forEach(name -> names.add(Keywords.quoted(name, random)));
            keywords.put("required", Keywords.list(names));
        }
        int least = random.nextInt(3);
        if (random.nextInt(10) == 0) {
            keywords.put("minProperties", least);
        }
        if (random.nextInt(10) == 0) {
            keywords.put("maxProperties", least + random.nextInt(4));
        }
        return new Sketch(keywords.written(), this::sample);
    }

    private String sample(Random chance, int depth) {
        Members members = new Members();
        properties.forEach((name, sketch) -> {
            if (required.contains(name) || (depth > 0 && chance.nextInt(3) > 0)) {
                members.put(name, sketch.sampler().sample(chance, depth - 1));
            }
        });
        patterned.forEach((name, sketch) -> {
            if (depth > 0 && chance.nextInt(3) == 0) {
                members.put(name, sketch.sampler().sample(chance, depth - 1));
            }
        });
        for (String name : required) {
            members.put(name, Texts.value(chance, 0));
        }
        int more = closed || depth <= 0 ? 0 : chance.nextInt(40) == 0 ? 300 : chance.nextInt(3);
        for (int i = 0; i < more; i++) {
            String name = more > 3 ? "m" + i : Texts.name(chance);
            Sketch sketch = others;
            members.put(
                    name,
                    sketch == null
                            ? Texts.value(chance, depth - 1)
                            : sketch.sampler().sample(chance, depth - 1));
        }
        return members.written(chance);
    }
}
