package io.ttdust.simulation.validate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// The members of an object that is being written.
final class Members {

    private final Map<String, String> values = new LinkedHashMap<>();

    void put(String name, String value) {
        values.putIfAbsent(name, value);
    }

    void remove(String name) {
        values.remove(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Set<String> names() {
        return values.keySet();
    }

    /// The object; its members mostly in the order they were put in.
    String written(Random random) {
        List<String> names = new ArrayList<>(values.keySet());
        if (random.nextInt(4) == 0) {
            Collections.shuffle(names, random);
        }
        StringBuilder out = new StringBuilder("{").append(Texts.space(random));
        String separator = "";
        for (String name : names) {
            out.append(separator)
                    .append(Texts.space(random))
                    .append(Texts.string(name, random))
                    .append(Texts.space(random))
                    .append(':')
                    .append(Texts.space(random))
                    .append(values.get(name));
            separator = Texts.space(random) + ",";
        }
        return out.append(Texts.space(random)).append('}').toString();
    }
}
