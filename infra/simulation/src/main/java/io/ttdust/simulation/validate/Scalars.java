package io.ttdust.simulation.validate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Schemas of strings, numbers and literals.
final class Scalars {

    /// Patterns with a name that matches.
    static final Map<String, String> NAME_PATTERNS = new TreeMap<>(
            Map.of("^a", "a2", "[0-9]+$", "x9", "^.{0,2}$", "zz", "\u00e4|\\\\", "\u00e4\u00e4", "", "any"));

    private static final Map<String, String> PATTERNS = new TreeMap<>(
            Map.of("^a+$", "aaa", "^[0-9]{2,4}$", "123", "b", "abc", "^.$", "\ud83d\ude00", "\\s", "a b", "^$", ""));

    private static final Map<String, List<String>> FORMATS = Map.ofEntries(
            Map.entry(
                    "date-time",
                    List.of("2025-01-15T10:30:00Z", "2024-02-29T23:59:59.999+05:30", "2025-01-15t10:30:00z")),
            Map.entry("date", List.of("2025-01-15", "2024-02-29")),
            Map.entry("time", List.of("10:30:00Z", "10:30:00.25+01:00", "23:59:60Z")),
            Map.entry("email", List.of("a@example.com", "a.b+c@mail.example.org")),
            Map.entry("idn-email", List.of("a@example.com", "\u00e9@example.com")),
            Map.entry("hostname", List.of("www.example.com", "a-b", "localhost")),
            Map.entry("idn-hostname", List.of("www.example.com", "\u00e9.example")),
            Map.entry("ipv4", List.of("192.0.2.1", "0.0.0.0", "255.255.255.255")),
            Map.entry("ipv6", List.of("2001:db8::1", "::", "::ffff:192.0.2.1")),
            Map.entry("uri", List.of("https://example.com/a?b=c#d", "urn:isbn:1", "http://example.com:8080")),
            Map.entry("uri-reference", List.of("/a/b", "https://example.com", "#x")),
            Map.entry("iri", List.of("https://example.com/\u00e9", "https://example.com/%20x")),
            Map.entry("iri-reference", List.of("/\u00e9", "https://example.com/")),
            Map.entry("uri-template", List.of("http://e.x/{id}", "a")),
            Map.entry("json-pointer", List.of("", "/a/0", "/~0~1")),
            Map.entry("relative-json-pointer", List.of("1/a", "0#")),
            Map.entry("regex", List.of("^a+$", "[a-z]{2}")),
            Map.entry("uuid", List.of("123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000")),
            Map.entry("color", List.of("anything")));

    private static final String[] DIVISORS = {
        "1",
        "2",
        "3",
        "0.01",
        "0.1",
        "0.5",
        "7",
        "1e-30",
        "3000000001",
        "1e10",
        "123456789012345678901",
        "2.5e3",
        "1e-400"
    };

    private static final String[] LITERAL_TYPES = {
        "\"boolean\"",
        "\"null\"",
        "[\"boolean\",\"null\"]",
        "[\"string\",\"integer\"]",
        "[\"number\",\"null\",\"array\"]"
    };

    private final Random random;

    Scalars(Random random) {
        this.random = random;
    }

    Sketch any() {
        return switch (random.nextInt(7)) {
            case 0, 1, 2 -> text();
            case 3, 4 -> number();
            case 5 -> values();
            default ->
                new Sketch(
                        new Keywords()
                                .put("type", LITERAL_TYPES[random.nextInt(LITERAL_TYPES.length)])
                                .written(),
                        (chance, depth) -> Texts.value(chance, 0));
        };
    }

    /// `enum` or `const` of anything.
    Sketch values() {
        boolean constant = random.nextInt(4) == 0;
        int count = constant ? 1 : 1 + random.nextInt(random.nextInt(6) == 0 ? 30 : 4);
        List<String> values = new ArrayList<>();
        Set<String> known = new HashSet<>();
        while (values.size() < count) {
            String value = newValue(known);
            if (value != null) {
                values.add(value);
            }
        }
        Keywords keywords = new Keywords();
        keywords.put(constant ? "const" : "enum", constant ? values.getFirst() : Keywords.list(values));
        if (random.nextInt(5) == 0) {
            keywords.put("type", "[\"string\",\"number\",\"object\"]");
        }
        return new Sketch(keywords.written(), (chance, depth) -> values.get(chance.nextInt(values.size())));
    }

    /// A value that is not among those known, as far as that is easily seen; a schema may not name one twice.
    private @Nullable String newValue(Set<String> known) {
        if (random.nextBoolean()) {
            String word = Texts.word(random);
            return known.add(word) ? Texts.string(word, random) : null;
        }
        String value = Texts.value(random, 2);
        return !value.startsWith("\"") && known.add(value.replaceAll("\\s", "")) ? value : null;
    }

    Sketch text() {
        Keywords keywords = new Keywords();
        if (random.nextInt(3) > 0) {
            keywords.put("type", "\"string\"");
        }
        List<String> examples = new ArrayList<>();
        int least = random.nextInt(4);
        switch (random.nextInt(5)) {
            case 0 -> {
                keywords.put("minLength", least);
                keywords.put("maxLength", least + random.nextInt(4));
                IntStream.range(0, 3)
                        .forEach(i -> examples.add(i > 1 ? "\ud83d\ude00".repeat(least) : "x".repeat(least)));
            }
            case 1 -> {
                keywords.put("minLength", least);
                examples.add("\u00e9".repeat(least + 1));
            }
            case 2 -> {
                List<String> patterns = List.copyOf(PATTERNS.keySet());
                String pattern = patterns.get(random.nextInt(patterns.size()));
                keywords.put("pattern", Keywords.quoted(pattern, random));
                examples.add(PATTERNS.getOrDefault(pattern, ""));
            }
            case 3 -> {
                List<String> formats = FORMATS.keySet().stream().sorted().toList();
                String format = formats.get(random.nextInt(formats.size()));
                keywords.put("format", "\"" + format + "\"");
                examples.addAll(FORMATS.getOrDefault(format, List.of()));
            }
            default -> examples.add("plain");
        }
        return new Sketch(
                keywords.written(),
                (chance, depth) -> Texts.string(
                        chance.nextInt(5) == 0 ? Texts.word(chance) : examples.get(chance.nextInt(examples.size())),
                        chance));
    }

    private Sketch number() {
        Keywords keywords = new Keywords();
        if (random.nextInt(3) > 0) {
            keywords.put("type", random.nextBoolean() ? "\"integer\"" : "\"number\"");
        }
        BigDecimal low = new BigDecimal(Texts.number(random));
        BigDecimal high = low.add(new BigDecimal(random.nextInt(30)));
        if (random.nextBoolean()) {
            keywords.put(random.nextInt(3) > 0 ? "minimum" : "exclusiveMinimum", low.toString());
        }
        if (random.nextBoolean()) {
            keywords.put(random.nextInt(3) > 0 ? "maximum" : "exclusiveMaximum", high.toString());
        }
        String divisor = DIVISORS[random.nextInt(DIVISORS.length)];
        boolean divided = random.nextInt(3) == 0;
        if (divided) {
            keywords.put("multipleOf", divisor);
        }
        return new Sketch(keywords.written(), (chance, depth) -> {
            BigDecimal between = low.add(new BigDecimal(chance.nextInt(30)));
            if (divided && chance.nextInt(4) > 0) {
                BigInteger times = between.divide(new BigDecimal(divisor), MathContext.DECIMAL128)
                        .toBigInteger();
                between = new BigDecimal(divisor).multiply(new BigDecimal(times.add(BigInteger.ONE)));
            }
            return switch (chance.nextInt(6)) {
                case 0 -> Texts.number(chance);
                case 1 -> low.toString();
                case 2 -> high.toString();
                default -> Texts.respelled(between.toString(), chance);
            };
        });
    }
}
