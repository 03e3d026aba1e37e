package io.ttdust.simulation.validate;

import java.util.Locale;
import java.util.Random;

/// JSON texts in all their spellings, chosen by a seed.
final class Texts {

    /// Few, so that those of a schema and those of an instance meet.
    private static final String[] NAMES = {
        "a",
        "b",
        "id",
        "name",
        "x-y",
        "\u00e4",
        "~/",
        "",
        "a longer name than sixteen",
        "__proto__",
        "\"q\"",
        "\ud83d\ude00",
        "12345678",
        "back\\slash",
        "123456789012345",
        "1234567890123456"
    };

    private static final String[] WORDS = {
        "",
        "a",
        "ab",
        "abc",
        "aaaa",
        "12",
        "x1",
        "\u00e9t\u00e9",
        "\ud83d\ude00\ud83d\ude00",
        "some plain text of more than a word",
        "2025-01-15T10:30:00Z",
        "2024-02-29",
        "2025-02-29",
        "2025-01-15t10:30:00.5+01:00",
        "10:30:00Z",
        "23:59:60Z",
        "a@example.com",
        "\"a b\"@example.com",
        "a@b",
        "www.example.com",
        "-a.example",
        "192.0.2.1",
        "256.0.0.1",
        "::1",
        "2001:db8::1",
        "https://example.com/a?b=c#d",
        "/a/b",
        "//x",
        "http://[::1]/",
        "urn:a:b",
        "x y",
        "/a~0",
        "/a~2",
        "1/a",
        "0#",
        "^a+$",
        "a(",
        "123e4567-e89b-12d3-a456-426614174000",
        "{x}/y",
        "\u0000\u001f\n",
        "a\"b\\c/d",
        "2025-01-15T10:30:00-00:00",
        "2025-01-15T24:00:00Z",
        "0000-01-01",
        "2025-01-15T10:30:00.1234567891Z",
        "a.b@c-d.org",
        "http://exa mple.com",
        "HTTP://EXAMPLE.COM",
        "http://example.com:80/%41",
        "http://example.com/%4"
    };

    private static final String[] NUMBERS = {
        "0",
        "1",
        "-1",
        "2",
        "3",
        "5",
        "7",
        "10",
        "100",
        "0.5",
        "2.5",
        "-2.5",
        "0.1",
        "0.3",
        "1.10",
        "1e2",
        "12.34",
        "9007199254740992",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "1e30",
        "1e-30",
        "123456789012345678901234567890",
        "0.1000000000000000055511151231257827",
        "1e400",
        "-1e-400",
        "4.35",
        "-0",
        "999999999999999999",
        "1000000000000000000",
        "99999999999999999.9",
        "4000000000",
        "1e499",
        "-12345678901234567890.5"
    };

    private Texts() {}

    static String name(Random random) {
        return NAMES[random.nextInt(NAMES.length)];
    }

    static String word(Random random) {
        return random.nextInt(8) == 0 ? "w".repeat(random.nextInt(40)) : WORDS[random.nextInt(WORDS.length)];
    }

    static String number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Integer.toString(random.nextInt(21) - 10);
            case 1 -> (random.nextInt(2001) - 1000) + "." + random.nextInt(100);
            default -> NUMBERS[random.nextInt(NUMBERS.length)];
        };
    }

    /// White space, mostly none.
    static String space(Random random) {
        return random.nextInt(12) > 0
                ? ""
                : switch (random.nextInt(3)) {
                    case 0 -> " ";
                    case 1 -> "\t ";
                    default -> "\r\n";
                };
    }

    /// The JSON string `text`, now and then with escapes that need not be.
    static String string(String text, Random random) {
        boolean odd = random.nextInt(6) == 0;
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\' || (odd && random.nextInt(3) == 0)) {
                for (char unit : Character.toChars(c)) {
                    out.append(escape(unit, random));
                }
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }

    private static String escape(char c, Random random) {
        if (random.nextBoolean()) {
            switch (c) {
                case '"', '\\', '/' -> {
                    return "\\" + c;
                }
                case '\n' -> {
                    return "\\n";
                }
                case '\t' -> {
                    return "\\t";
                }
                default -> {}
            }
        }
        String hex = "%04x".formatted((int) c);
        return "\\u" + (random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT));
    }

    /// Another spelling of a number.
    static String respelled(String number, Random random) {
        boolean whole = number.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        if (!whole || random.nextInt(4) > 0) {
            return number;
        }
        return switch (random.nextInt(5)) {
            case 0 -> number + ".0";
            case 1 -> number + "e0";
            case 2 -> (isZero(number) ? "0.0" : number + "0") + "e-1";
            case 3 -> number + ".000E+0";
            default -> (isZero(number) ? "0." : number) + "00000000000000000000e-20";
        };
    }

    private static boolean isZero(String number) {
        return number.equals("0") || number.equals("-0");
    }

    /// Any value, at most `depth` containers deep.
    static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2, 3 -> respelled(number(random), random);
            case 4, 5 -> string(word(random), random);
            case 6 -> array(random, depth);
            default -> object(random, depth);
        };
    }

    private static String array(Random random, int depth) {
        StringBuilder out = new StringBuilder("[").append(space(random));
        int items = random.nextInt(4);
        for (int i = 0; i < items; i++) {
            out.append(i > 0 ? "," : "").append(space(random)).append(value(random, depth - 1));
        }
        return out.append(space(random)).append(']').toString();
    }

    private static String object(Random random, int depth) {
        Members members = new Members();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            members.put(name(random), value(random, depth - 1));
        }
        return members.written(random);
    }
}
