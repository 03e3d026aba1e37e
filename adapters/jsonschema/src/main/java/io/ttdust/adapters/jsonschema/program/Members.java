package io.ttdust.adapters.jsonschema.program;

import io.ttdust.adapters.jsonschema.rules.Node;
import io.ttdust.adapters.jsonschema.rules.ObjectRules;
import io.ttdust.adapters.jsonschema.rules.ObjectRules.Dependency;
import io.ttdust.adapters.jsonschema.rules.ObjectRules.Patterned;
import io.ttdust.adapters.jsonschema.scan.StringScan;
import java.util.Arrays;

/// Objects. Part of a [Pass].
///
/// Members mostly come in the order in which the schema names them, so the name after the last one found is tried
/// first, on the bytes as they are; only another name is looked up.
final class Members {

    private static final int WORDS_KEPT_MAX = 1 << 12;

    /// What [#memberAfter] answers when there is neither a member nor the end; no member begins there.
    private static final int NO_MEMBER = 0;

    private final Pass pass;

    /// Bits, by place, of the names met in the objects under way whose rules know more than 64; of each object, the
    /// words after the first.
    private long[] words = {};

    private int wordsEnd;

    /// The place of the name that [#name] read last.
    private int place;

    Members(Pass pass) {
        this.pass = pass;
    }

    void start() {
        wordsEnd = 0;
        if (words.length > WORDS_KEPT_MAX) {
            words = new long[0];
        }
    }

    /// Reads the object whose brace is at `at`.
    int read(Node node, int at) {
        if ((node.types & Node.OBJECT) == 0) {
            return pass.fail(node.typeKeyword, at);
        }
        if (!pass.enter(at)) {
            return -1;
        }
        ObjectRules rules = node.members;
        int rest = rules.requiredRest.length;
        if (rest == 0) {
            return readMembers(node, rules, at, 0);
        }
        int wordsFrom = wordsEnd;
        if (!pass.budget.pay(pass.isFirstReading() ? 0 : rest)) {
            return -1;
        }
        wordsEnd += rest;
        if (words.length < wordsEnd) {
            words = Arrays.copyOf(words, 2 * wordsEnd);
        }
        Arrays.fill(words, wordsFrom, wordsEnd, 0);
        int after = readMembers(node, rules, at, wordsFrom);
        wordsEnd = wordsFrom;
        return after;
    }

    private int readMembers(Node node, ObjectRules rules, int at, int wordsFrom) {
        byte[] bytes = pass.bytes;
        int end = pass.end;
        int object = pass.isFirstReading() ? pass.names.open() : 0;
        long met = 0;
        int count = 0;
        int expected = 0;
        int i = afterSpace(bytes, at + 1, end);
        if (i < end && bytes[i] == '}') {
            i = ~i;
        }
        while (i >= 0) {
            int quote = i;
            int known = expected;
            int nameAfter = i < end && bytes[quote] == '"' ? rules.names.after(expected, bytes, quote + 1, end) : -1;
            if (nameAfter < 0) {
                nameAfter = name(rules, object, quote);
                if (nameAfter < 0) {
                    return -1;
                }
                known = place;
            }
            if (known >= 0) {
                expected = known + 1;
                if (known < Long.SIZE ? (met & (1L << known)) != 0 : !meets(wordsFrom, known)) {
                    return pass.fail("duplicate", quote);
                }
                met |= known < Long.SIZE ? 1L << known : 0;
            }
            count++;
            i = valueAfter(bytes, nameAfter, end);
            if (i < 0) {
                return -1;
            }
            i = rules.isPlain
                    ? pass.value(known >= 0 ? rules.nodes[known] : rules.others, i)
                    : ruledMember(rules, known, quote, nameAfter, i);
            if (i < 0) {
                return -1;
            }
            i = memberAfter(bytes, i, end);
            if (i == NO_MEMBER) {
                return pass.fail("json", i);
            }
        }
        pass.leave();
        int after = ~i + 1;
        if ((met & rules.required) != rules.required) {
            return pass.fail("required", at);
        }
        if (rules.endsPlain && node.values.length == 0) {
            return after;
        }
        return endsWell(rules, at, after, count, met, wordsFrom) && pass.isAmong(node.values, at, after) ? after : -1;
    }

    /// Reads the name whose quote should be at `quote`, finds its [#place] and gives the end of its string, or -1.
    private int name(ObjectRules rules, int object, int quote) {
        byte[] bytes = pass.bytes;
        int from = quote + 1;
        StringScan strings = pass.strings;
        int closing = from > pass.end || bytes[quote] != '"' ? -1 : strings.closingOfName(bytes, from, pass.end);
        if (closing < 0) {
            return pass.fail("json", quote);
        }
        boolean isNew;
        if (strings.isEscaped()) {
            isNew = escapedName(rules, object, from, closing);
        } else {
            int length = closing - from;
            long hash = strings.hash();
            place = rules.names.find(bytes, from, length, hash);
            isNew = place >= 0 || object == 0 || pass.names.add(object, bytes, from, length, hash);
        }
        return isNew ? closing + 1 : pass.fail("duplicate", quote);
    }

    private boolean escapedName(ObjectRules rules, int object, int from, int closing) {
        int decoded = pass.names.decode(pass.bytes, from, closing);
        place = rules.names.find(pass.names.decoded(), decoded, pass.names.decodedEnd() - decoded);
        return place >= 0 || object == 0 || pass.names.addDecoded(object, pass.bytes, decoded);
    }

    /// Marks a name beyond the first 64; whether it had not been met.
    private boolean meets(int wordsFrom, int known) {
        int word = wordsFrom + known / Long.SIZE - 1;
        long bit = 1L << known;
        boolean isNew = (words[word] & bit) == 0;
        words[word] |= bit;
        return isNew;
    }

    private boolean isMet(int wordsFrom, long met, int known) {
        long word = known < Long.SIZE ? met : words[wordsFrom + known / Long.SIZE - 1];
        return (word & (1L << known)) != 0;
    }

    /// Where the value begins whose name ends at `at`; -1 if there is none.
    private int valueAfter(byte[] bytes, int at, int end) {
        int i = afterSpace(bytes, at, end);
        if (i < end && bytes[i] == ':') {
            i = afterSpace(bytes, i + 1, end);
            if (i < end) {
                return i;
            }
        }
        return pass.fail("json", i);
    }

    /// Where the next member should begin when a comma is next; the complement of the closing brace's place when
    /// that is next; else [#NO_MEMBER].
    private int memberAfter(byte[] bytes, int at, int end) {
        int i = afterSpace(bytes, at, end);
        if (i >= end) {
            return NO_MEMBER;
        }
        if (bytes[i] == ',') {
            return afterSpace(bytes, i + 1, end);
        }
        return bytes[i] == '}' ? ~i : NO_MEMBER;
    }

    /// As [Pass#afterSpace], for where there mostly is none.
    private int afterSpace(byte[] bytes, int at, int end) {
        return at < end && bytes[at] > ' ' ? at : pass.afterSpace(at);
    }

    /// Judges a member by its name and by every pattern the name matches.
    private int ruledMember(ObjectRules rules, int known, int quote, int nameAfter, int at) {
        if (rules.propertyNames != null && !pass.alsoFits(rules.propertyNames, quote, nameAfter)) {
            return pass.fail("propertyNames", quote);
        }
        Patterned[] patterns = rules.patterns;
        String name = patterns.length == 0 ? "" : StringScan.decoded(pass.bytes, quote + 1, nameAfter - 1);
        int first = 0;
        while (first < patterns.length && !pass.matches(patterns[first].pattern(), name)) {
            first++;
        }
        boolean isProperty = known >= 0 && known < rules.properties;
        boolean isMatched = first < patterns.length;
        Node own = isProperty ? rules.nodes[known] : isMatched ? patterns[first].schema() : rules.others;
        int after = pass.value(own, at);
        for (int i = isProperty ? first : first + 1; i < patterns.length && after >= 0; i++) {
            boolean matches = i == first || pass.matches(patterns[i].pattern(), name);
            if (matches && !pass.alsoFits(patterns[i].schema(), at, after)) {
                after = -1;
            }
        }
        return pass.budget.isExhausted() ? -1 : after;
    }

    private boolean endsWell(ObjectRules rules, int at, int after, int count, long met, int wordsFrom) {
        for (int i = 0; i < rules.requiredRest.length; i++) {
            if ((words[wordsFrom + i] & rules.requiredRest[i]) != rules.requiredRest[i]) {
                pass.fail("required", at);
                return false;
            }
        }
        if (count < rules.membersMin) {
            pass.fail("minProperties", at);
            return false;
        }
        if (count > rules.membersMax) {
            pass.fail("maxProperties", at);
            return false;
        }
        for (Dependency dependency : rules.dependencies) {
            if (isMet(wordsFrom, met, dependency.place) && !isKept(dependency, at, after, met, wordsFrom)) {
                return false;
            }
        }
        return true;
    }

    private boolean isKept(Dependency dependency, int at, int after, long met, int wordsFrom) {
        for (int needed : dependency.needed) {
            if (!isMet(wordsFrom, met, needed)) {
                pass.fail("dependencies", at);
                return false;
            }
        }
        return dependency.schema == null || pass.alsoFits(dependency.schema, at, after);
    }
}
