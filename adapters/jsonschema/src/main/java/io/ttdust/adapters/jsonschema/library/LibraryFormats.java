package io.ttdust.adapters.jsonschema.library;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import com.networknt.schema.format.Formats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The values of `format` that are asserted: all of draft-07, and `uuid` of its successors. Any
/// other value is an annotation.
///
/// The library judges most of them by backtracking expressions whose time or stack grows faster than their text,
/// so each has a length beyond which nothing real of its kind lies and the answer is no without looking.
public final class LibraryFormats {

    private static final Map<String, Integer> LENGTH_MAX = Map.ofEntries(
            Map.entry("date-time", 64),
            Map.entry("date", 64),
            Map.entry("time", 64),
            Map.entry("email", 320),
            Map.entry("idn-email", 320),
            Map.entry("hostname", 253),
            Map.entry("idn-hostname", 253),
            Map.entry("ipv4", 15),
            Map.entry("ipv6", 64),
            Map.entry("uri", 8_192),
            Map.entry("uri-reference", 8_192),
            Map.entry("iri", 8_192),
            Map.entry("iri-reference", 8_192),
            Map.entry("uri-template", 256),
            Map.entry("json-pointer", 65_536),
            Map.entry("relative-json-pointer", 65_536),
            Map.entry("regex", EcmaPattern.CHARS_MAX),
            Map.entry("uuid", 36));

    private static final Map<String, Format> ASSERTED =
            all().stream().collect(Collectors.toUnmodifiableMap(Format::getName, format -> format));

    /// None of the formats looks at it.
    private static final ExecutionContext NO_CONTEXT = new ExecutionContext();

    private LibraryFormats() {}

    public static boolean asserted(@Nullable String name) {
        return name != null && LENGTH_MAX.containsKey(name);
    }

    /// Tells texts of the format `name`, which is asserted, from others.
    public static Predicate<String> judge(String name) {
        Format format = ASSERTED.get(name);
        if (format == null) {
            throw new IllegalArgumentException("not asserted: " + name);
        }
        return text -> format.matches(NO_CONTEXT, text);
    }

    static List<Format> all() {
        List<Format> formats = new ArrayList<>();
        for (Format format : Formats.DEFAULT) {
            Integer lengthMax = LENGTH_MAX.get(format.getName());
            if (lengthMax != null) {
                formats.add(new Bounded(format, lengthMax, judge(format)));
            }
        }
        return formats;
    }

    private static BiPredicate<ExecutionContext, String> judge(Format format) {
        return switch (format.getName()) {
            case "regex" -> (context, text) -> isPattern(text);
            case "json-pointer" -> (context, text) -> text.isEmpty() || isPointer(text, 0);
            case "relative-json-pointer" -> (context, text) -> isRelativePointer(text);
            default -> format::matches;
        };
    }

    /// The library's format for text that is not too long for it, or ours by its name.
    private record Bounded(Format format, int lengthMax, BiPredicate<ExecutionContext, String> judge)
            implements Format {

        @Override
        public String getName() {
            return format.getName();
        }

        @Override
        public boolean matches(ExecutionContext context, String text) {
            return text.length() <= lengthMax && judge.test(context, text);
        }
    }

    private static boolean isPattern(String text) {
        Evaluation.charge(text.length());
        try {
            LinearPattern.of(text);
            return true;
        } catch (UnsupportedPatternException e) {
            return false;
        }
    }

    private static boolean isPointer(String text, int from) {
        if (from < text.length() && text.charAt(from) != '/') {
            return false;
        }
        for (int i = text.indexOf('~', from); i >= 0; i = text.indexOf('~', i + 1)) {
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (next != '0' && next != '1') {
                return false;
            }
        }
        return true;
    }

    private static boolean isRelativePointer(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || (digits > 1 && text.charAt(0) == '0')) {
            return false;
        }
        return text.substring(digits).equals("#") || isPointer(text, digits);
    }
}
