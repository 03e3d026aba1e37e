package io.ttdust.simulation.validate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Changes an instance in one place: another value, another byte, a name twice, the end missing, too deep.
final class Mutations {

    private static final byte[] ALPHABET =
            "{}[]:,\"\\ \n0123456789.eE+-truefalsn/u\u0001abxy".getBytes(StandardCharsets.US_ASCII);
    private static final String[] BROKEN_UTF8 = {
        "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00ff", "\u00e2\u0082", "\u0080"
    };

    private Mutations() {}

    static byte[] mutated(String instance, Random random) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> bytes(withOtherValue(instance, random));
            case 5, 6 -> bytes(withAnotherMember(instance, random));
            case 7, 8 -> withOtherByte(bytes(instance), random);
            case 9 -> withBrokenText(instance, random);
            case 10 -> bytes(nested(instance, random));
            default -> truncated(bytes(instance), random);
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Puts any value in the place of a scalar or a name.
    private static String withOtherValue(String instance, Random random) {
        List<int[]> scalars = scalars(instance);
        if (scalars.isEmpty()) {
            return Texts.value(random, 1);
        }
        int[] place = scalars.get(random.nextInt(scalars.size()));
        boolean name = instance.substring(place[1]).stripLeading().startsWith(":");
        String other = name ? Texts.string(Texts.name(random), random) : Texts.value(random, 1);
        return instance.substring(0, place[0]) + other + instance.substring(place[1]);
    }

    /// Where the strings, numbers and literals are.
    private static List<int[]> scalars(String instance) {
        List<int[]> scalars = new ArrayList<>();
        int i = 0;
        while (i < instance.length()) {
            char c = instance.charAt(i);
            int start = i;
            if (c == '"') {
                i++;
                while (instance.charAt(i) != '"') {
                    i += instance.charAt(i) == '\\' ? 2 : 1;
                }
                i++;
            } else {
                while (i < instance.length()
                        && (Character.isLetterOrDigit(instance.charAt(i)) || "+-.".indexOf(instance.charAt(i)) >= 0)) {
                    i++;
                }
            }
            if (i > start) {
                scalars.add(new int[] {start, i});
            } else {
                i++;
            }
        }
        return scalars;
    }

    private static String withAnotherMember(String instance, Random random) {
        int brace = instance.indexOf('{', random.nextInt(instance.length()));
        if (brace < 0) {
            return withOtherValue(instance, random);
        }
        boolean empty = instance.substring(brace + 1).stripLeading().startsWith("}");
        String member = Texts.string(Texts.name(random), random) + ":" + Texts.value(random, 1);
        return instance.substring(0, brace + 1) + member + (empty ? "" : ",") + instance.substring(brace + 1);
    }

    private static byte[] withOtherByte(byte[] instance, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = random.nextInt(instance.length);
        int kind = random.nextInt(3);
        out.write(instance, 0, at);
        if (kind != 0) {
            out.write(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        int rest = kind == 1 ? at : at + 1;
        out.write(instance, rest, instance.length - rest);
        return out.toByteArray();
    }

    private static byte[] withBrokenText(String instance, Random random) {
        byte[] broken = BROKEN_UTF8[random.nextInt(BROKEN_UTF8.length)].getBytes(StandardCharsets.ISO_8859_1);
        if (random.nextInt(3) == 0) {
            broken = new String[] {"\\ud800", "\\udc00\\ud800", "\\ud83d\\n", "\\x"}
                    [random.nextInt(4)].getBytes(StandardCharsets.US_ASCII);
        }
        byte[] bytes = bytes(instance);
        int at = instance.indexOf('"') < 0 ? 0 : bytes(instance.substring(0, instance.indexOf('"') + 1)).length;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(broken);
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }

    private static String nested(String instance, Random random) {
        int levels = 1 + random.nextInt(70);
        return random.nextBoolean()
                ? "[".repeat(levels) + instance + "]".repeat(levels)
                : "{\"a\":".repeat(levels) + instance + "}".repeat(levels);
    }

    private static byte[] truncated(byte[] instance, Random random) {
        return Arrays.copyOf(instance, random.nextInt(instance.length));
    }
}
