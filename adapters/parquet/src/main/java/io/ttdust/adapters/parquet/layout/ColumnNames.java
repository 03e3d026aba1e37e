package io.ttdust.adapters.parquet.layout;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Names the columns of one object's properties so that every engine can take them and none clash.
///
/// A name that is fine stays. In any other, each character that engines trip over becomes `_`; an empty name
/// becomes
/// `empty`, and one of more than [#BYTES_MAX] bytes is cut. A name that is taken then, also when only case differs,
/// gets `__2`, or the first higher number that is free. Names that are fine come before those that are not, and
/// otherwise the earlier before the later.
final class ColumnNames {

    /// The longest name in UTF-8, before a number is added.
    static final int BYTES_MAX = 240;

    /// Dots separate the names of a path; the rest is refused by Spark or Hive.
    private static final String TROUBLESOME = "., ;{}()=\"`\\";

    private ColumnNames() {}

    /// The column name of each of `properties`.
    ///
    /// @param reserved lower-case names that are taken already
    static Map<String, String> of(List<String> properties, Set<String> reserved) {
        Set<String> taken = new HashSet<>(reserved);
        Map<String, String> columns = LinkedHashMap.newLinkedHashMap(properties.size());
        for (String property : properties) {
            if (cleaned(property).equals(property) && taken.add(folded(property))) {
                columns.put(property, property);
            }
        }
        for (String property : properties) {
            if (!columns.containsKey(property)) {
                columns.put(property, free(cleaned(property), taken));
            }
        }
        return columns;
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int number = 2; !taken.add(folded(free)); number++) {
            free = name + "__" + number;
        }
        return free;
    }

    /// As engines compare names that ignore case.
    private static String folded(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static String cleaned(String property) {
        StringBuilder clean = new StringBuilder(property.length());
        int bytes = 0;
        for (int i = 0; i < property.length(); ) {
            int c = property.codePointAt(i);
            i += Character.charCount(c);
            int kept = Character.isISOControl(c) || TROUBLESOME.indexOf(c) >= 0 ? '_' : c;
            bytes += Character.toString(kept).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > BYTES_MAX) {
                break;
            }
            clean.appendCodePoint(kept);
        }
        return clean.isEmpty() ? "empty" : clean.toString();
    }
}
