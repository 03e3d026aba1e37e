package io.ttdust.cli.infer;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The texts seen at one place: what form all of them have, and which they are as long as they are few. For one
/// thread.
final class TextShape {

    /// Texts of a form from which on the form is no coincidence.
    static final int FORMAT_TEXTS_MIN = 3;

    static final int ENUM_VALUES_MIN = 2;
    static final int ENUM_VALUES_MAX = 10;

    /// Longer ones are sentences.
    static final int ENUM_LENGTH_MAX = 64;

    /// Each value must have been there so often, and in one of so many texts: where some are rare, others were not
    /// seen at all.
    static final int ENUM_SEEN_MIN = 5;

    static final int ENUM_SEEN_ONE_IN = 100;

    private final Set<TextForm> forms = EnumSet.allOf(TextForm.class);

    /// How often each was seen; of no use once there are too many.
    private final Map<String, Long> values = new LinkedHashMap<>();

    private boolean few = true;
    private long texts;

    void add(String value) {
        texts++;
        if (!forms.isEmpty()) {
            forms.removeIf(form -> !form.holds(value));
        }
        count(value, 1);
    }

    /// Adds what was seen at another place, which stays as it is.
    void merge(TextShape other) {
        texts += other.texts;
        forms.retainAll(other.forms);
        other.values.forEach(this::count);
        if (!other.few) {
            tooMany();
        }
    }

    private void count(String value, long times) {
        if (!few) {
            return;
        }
        if (!isWord(value) || (values.size() == ENUM_VALUES_MAX && !values.containsKey(value))) {
            tooMany();
        } else {
            values.merge(value, times, Long::sum);
        }
    }

    private void tooMany() {
        few = false;
        values.clear();
    }

    /// Whether a text can be one of a set of words. Without a letter it is a date, a number or nothing.
    private static boolean isWord(String value) {
        return value.length() <= ENUM_LENGTH_MAX && value.chars().anyMatch(Character::isLetter);
    }

    /// The form of all texts; null when they have none in common or are too few to tell.
    @Nullable
    TextForm form() {
        return texts < FORMAT_TEXTS_MIN || forms.isEmpty()
                ? null
                : forms.iterator().next();
    }

    /// The texts in order of first appearance when they are few words, each often there; else none.
    List<String> words() {
        boolean often =
                values.values().stream().allMatch(seen -> seen >= ENUM_SEEN_MIN && seen * ENUM_SEEN_ONE_IN >= texts);
        return few && forms.isEmpty() && values.size() >= ENUM_VALUES_MIN && often
                ? List.copyOf(values.keySet())
                : List.of();
    }
}
