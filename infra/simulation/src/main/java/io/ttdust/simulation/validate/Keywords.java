package io.ttdust.simulation.validate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// The keywords of a schema that is being written.
final class Keywords {

    private final Map<String, String> values = new LinkedHashMap<>();

    Keywords put(String keyword, String json) {
        values.put(keyword, json);
        return this;
    }

    Keywords put(String keyword, int number) {
        return put(keyword, Integer.toString(number));
    }

    static String list(Collection<String> json) {
        return json.stream().collect(Collectors.joining(",", "[", "]"));
    }

    static String quoted(String text, Random random) {
        return Texts.string(text, random);
    }

    String written() {
        return values.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
