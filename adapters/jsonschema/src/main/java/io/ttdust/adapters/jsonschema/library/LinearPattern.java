package io.ttdust.adapters.jsonschema.library;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;

/// A regular expression on an engine whose time is the product of text and program, whatever either holds.
///
/// Each match by the library is charged to the [Evaluation] that asks for it.
public final class LinearPattern implements RegularExpression {

    /// So many steps of the matcher cost about what one step of an evaluation costs.
    private static final int STEPS_PER_CHARGE = 4;

    private final Pattern pattern;
    private final int size;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
        this.size = pattern.programSize();
    }

    public static LinearPattern of(String ecma) throws UnsupportedPatternException {
        String translated = EcmaPattern.translated(ecma);
        try {
            return new LinearPattern(Pattern.compile(translated));
        } catch (PatternSyntaxException e) {
            throw new UnsupportedPatternException("%s: %s".formatted(e.getDescription(), e.getPattern()));
        }
    }

    /// Instructions of the compiled program.
    public int size() {
        return size;
    }

    /// What matching a text of `length` characters costs, in steps of an evaluation.
    public long work(int length) {
        return (long) size * (length + 1) / STEPS_PER_CHARGE;
    }

    @Override
    public boolean matches(String text) {
        Evaluation.charge(work(text.length()));
        return find(text);
    }

    /// Whether the pattern occurs in `text`; the caller has seen to the [#work].
    public boolean find(String text) {
        return pattern.matcher(text).find();
    }
}
