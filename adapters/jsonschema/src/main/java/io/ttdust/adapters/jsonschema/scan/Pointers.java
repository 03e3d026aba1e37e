package io.ttdust.adapters.jsonschema.scan;

import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Finds the JSON pointer of a place in a document.
public final class Pointers {

    /// A pointer that would be longer leads to the innermost value around with a shorter one.
    private static final int CHARS_MAX = 512;

    private Pointers() {}

    /// A container under way: the name of the member, null before it, or the index of the item.
    private static final class Level {

        private final boolean isObject;
        private @Nullable String name;
        private int index;

        Level(boolean isObject) {
            this.isObject = isObject;
        }
    }

    /// The pointer of the innermost value that begins at or before `place` in the document that begins at `from`,
    /// which is sound up to there.
    public static String to(int place, byte[] bytes, int from, int end) {
        Deque<Level> levels = new ArrayDeque<>();
        StringScan strings = new StringScan();
        int i = from;
        while (i < Math.min(place, end)) {
            byte b = bytes[i];
            Level level = levels.peek();
            i++;
            if (b == '{' || b == '[') {
                levels.push(new Level(b == '{'));
            } else if (level != null && (b == '}' || b == ']')) {
                levels.pop();
            } else if (level != null && b == ',') {
                level.name = null;
                level.index++;
            } else if (b == '"') {
                int closing = strings.closing(bytes, i, end);
                if (closing < 0) {
                    break;
                }
                if (level != null && level.isObject && level.name == null) {
                    level.name = strings.text(bytes, i, closing);
                }
                i = closing + 1;
            }
        }
        return written(levels);
    }

    private static String written(Deque<Level> levels) {
        StringBuilder pointer = new StringBuilder();
        for (Iterator<Level> outermost = levels.descendingIterator(); outermost.hasNext(); ) {
            Level level = outermost.next();
            String token = level.isObject ? level.name : Integer.toString(level.index);
            if (token == null) {
                continue;
            }
            String escaped = JsonRefusedException.escaped(token);
            if (pointer.length() + escaped.length() >= CHARS_MAX) {
                break;
            }
            pointer.append('/').append(escaped);
        }
        return pointer.toString();
    }
}
