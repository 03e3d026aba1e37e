package io.ttdust.simulation.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Draft-07 schemas out of every keyword, chosen by a seed.
final class Schemas {

    private static final int DEPTH = 3;
    private static final int DEFINITIONS_MAX = 3;

    private final Random random;
    private final Scalars scalars;
    private final List<Sketch> definitions = new ArrayList<>();
    private final int definitionCount;

    private Schemas(Random random) {
        this.random = random;
        this.scalars = new Scalars(random);
        this.definitionCount = random.nextInt(DEFINITIONS_MAX + 1);
    }

    /// A whole definition.
    static Sketch generate(Random random) {
        return new Schemas(random).document();
    }

    private Sketch document() {
        for (int i = 0; i < definitionCount; i++) {
            definitions.add(any(DEPTH - 1));
        }
        Sketch root = random.nextInt(3) > 0 ? object(DEPTH) : any(DEPTH);
        if (definitions.isEmpty()
                || !root.schema().startsWith("{")
                || root.schema().equals("{}")) {
            return root;
        }
        String inner = IntStream.range(0, definitions.size())
                .mapToObj(i -> "\"d%d\":%s".formatted(i, definitions.get(i).schema()))
                .collect(Collectors.joining(",", "{\"definitions\":{", "},"));
        return new Sketch(inner + root.schema().substring(1), root.sampler());
    }

    private Sketch any(int depth) {
        if (depth <= 0) {
            return scalars.any();
        }
        return switch (random.nextInt(14)) {
            case 0 -> new Sketch(random.nextInt(5) > 0 ? "true" : "{}", Texts::value);
            case 1 -> new Sketch("false", Texts::value);
            case 2, 3, 4 -> scalars.any();
            case 5 -> scalars.values();
            case 6, 7 -> array(depth);
            case 8, 9, 10 -> object(depth);
            case 11 -> reference();
            default -> combined(depth);
        };
    }

    private Sketch reference() {
        if (definitionCount == 0) {
            return scalars.any();
        }
        int target = random.nextInt(definitionCount);
        return new Sketch(
                "{\"$ref\":\"#/definitions/d%d\"}".formatted(target),
                (chance, depth) -> depth > 0 && target < definitions.size()
                        ? definitions.get(target).sampler().sample(chance, depth - 1)
                        : Texts.value(chance, 0));
    }

    private List<Sketch> some(int least, int most, int depth) {
        int count = least + random.nextInt(most - least + 1);
        return IntStream.range(0, count).mapToObj(i -> any(depth)).toList();
    }

    private static List<String> schemas(List<Sketch> sketches) {
        return sketches.stream().map(Sketch::schema).toList();
    }

    private Sketch combined(int depth) {
        List<Sketch> parts = some(1, 3, depth - 1);
        String list = Keywords.list(schemas(parts));
        Keywords keywords = new Keywords();
        Sketch.Sampler one = (chance, left) ->
                parts.get(chance.nextInt(parts.size())).sampler().sample(chance, left);
        switch (random.nextInt(6)) {
            case 0 -> keywords.put("allOf", list);
            case 1 -> keywords.put("anyOf", list);
            case 2 -> keywords.put("oneOf", list);
            case 3 -> keywords.put("not", parts.getFirst().schema());
            case 4 -> {
                keywords.put("if", parts.getFirst().schema());
                keywords.put("then", any(depth - 1).schema());
                if (random.nextBoolean()) {
                    keywords.put("else", any(depth - 1).schema());
                }
            }
            default -> {
                Sketch base = random.nextBoolean() ? object(depth - 1) : scalars.any();
                String inside = base.schema().substring(1);
                return new Sketch(
                        "{\"anyOf\":" + Keywords.list(List.of(parts.getFirst().schema(), "true"))
                                + (inside.equals("}") ? "" : ",") + inside,
                        base.sampler());
            }
        }
        if (random.nextInt(4) == 0) {
            keywords.put("type", "[\"object\",\"string\",\"integer\",\"array\"]");
        }
        return new Sketch(keywords.written(), one);
    }

    private Sketch array(int depth) {
        Keywords keywords = new Keywords();
        if (random.nextBoolean()) {
            keywords.put("type", "\"array\"");
        }
        boolean tuple = random.nextInt(3) == 0;
        List<Sketch> items = tuple ? some(1, 3, depth - 1) : List.of(any(depth - 1));
        Sketch others = any(depth - 1);
        if (tuple || random.nextInt(4) > 0) {
            keywords.put(
                    "items",
                    tuple ? Keywords.list(schemas(items)) : items.getFirst().schema());
        }
        if (random.nextInt(3) == 0) {
            keywords.put("additionalItems", random.nextInt(3) == 0 ? "false" : others.schema());
        }
        int least = random.nextInt(3);
        if (random.nextInt(3) == 0) {
            keywords.put("minItems", least);
        }
        if (random.nextInt(3) == 0) {
            keywords.put("maxItems", least + random.nextInt(3));
        }
        if (random.nextInt(4) == 0) {
            keywords.put("uniqueItems", random.nextInt(5) > 0 ? "true" : "false");
        }
        Sketch contained = random.nextInt(4) == 0 ? any(depth - 1) : null;
        if (contained != null) {
            keywords.put("contains", contained.schema());
        }
        return new Sketch(keywords.written(), (chance, left) -> {
            int count = left > 0 ? least + chance.nextInt(2) : 0;
            List<String> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Sketch item = !tuple ? items.getFirst() : i < items.size() ? items.get(i) : others;
                values.add(item.sampler().sample(chance, left - 1));
            }
            if (contained != null && left > 0) {
                values.add(
                        chance.nextInt(values.size() + 1), contained.sampler().sample(chance, left - 1));
            }
            return values.stream().collect(Collectors.joining("," + Texts.space(chance), "[", "]"));
        });
    }

    private Sketch object(int depth) {
        ObjectSketch object = new ObjectSketch(random);
        int count = random.nextInt(30) == 0 ? 70 : random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String name = count > 60 ? "n" + i : Texts.name(random);
            object.property(name, count > 60 ? scalars.any() : any(depth - 1));
        }
        switch (random.nextInt(5)) {
            case 0 -> object.others("false", null);
            case 1 -> {
                Sketch others = any(depth - 1);
                object.others(others.schema(), others);
            }
            default -> {}
        }
        for (Map.Entry<String, String> pattern : Scalars.NAME_PATTERNS.entrySet()) {
            if (random.nextInt(12) == 0) {
                object.pattern(pattern.getKey(), pattern.getValue(), any(depth - 1));
            }
        }
        if (random.nextInt(10) == 0) {
            object.dependency(Texts.name(random), any(depth - 1).schema());
        }
        if (random.nextInt(10) == 0) {
            object.dependency(Texts.name(random), Texts.name(random));
        }
        if (random.nextInt(12) == 0) {
            object.names(scalars.text().schema());
        }
        return object.sketch();
    }
}
