package io.ttdust.adapters.jsonschema.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The canonical form of RFC 8785 (JCS): members sorted by UTF-16 code units, no white space, ECMAScript's layout
/// of numbers.
///
/// One deliberate difference: JCS reads every number as a double, so 2^53 and 2^53+1 would be the same definition.
/// Here the digits are the exact ones. The two agree on every number that is what its nearest double prints as,
/// which is every number a JCS implementation could have written.
public final class CanonicalJson {

    /// From this many digits before the point on ECMAScript writes an exponent.
    private static final int PLAIN_DIGITS_MAX = 21;

    private static final int PLAIN_ZEROS_MAX = 6;

    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    public static String of(JsonNode node) {
        CanonicalJson canonical = new CanonicalJson();
        canonical.value(node);
        return canonical.out.toString();
    }

    /// Lower-case hex SHA-256 of the canonical form's UTF-8 bytes.
    public static String fingerprint(JsonNode node) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(of(node).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void value(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case STRING -> string(node.textValue());
            case NUMBER -> number(node.decimalValue());
            case BOOLEAN, NULL -> out.append(node.asText());
            case BINARY, MISSING, POJO -> throw new IllegalStateException("not JSON: " + node.getNodeType());
        }
    }

    private void object(JsonNode object) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        members.sort(Map.Entry.comparingByKey());
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonNode> member : members) {
            out.append(separator);
            separator = ",";
            string(member.getKey());
            out.append(':');
            value(member.getValue());
        }
        out.append('}');
    }

    private void array(JsonNode array) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(array.get(i));
        }
        out.append(']');
    }

    private void string(String string) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /// ECMA-262 `Number::toString`, over exact digits: the value is 0.`digits` × 10^`point`.
    private void number(BigDecimal value) {
        if (value.signum() == 0) {
            out.append('0');
            return;
        }
        BigDecimal shortest = value.stripTrailingZeros();
        String digits = shortest.unscaledValue().abs().toString();
        int point = digits.length() - shortest.scale();
        if (shortest.signum() < 0) {
            out.append('-');
        }
        if (digits.length() <= point && point <= PLAIN_DIGITS_MAX) {
            out.append(digits).repeat('0', point - digits.length());
        } else if (point > 0 && point <= PLAIN_DIGITS_MAX) {
            out.append(digits, 0, point).append('.').append(digits, point, digits.length());
        } else if (point > -PLAIN_ZEROS_MAX && point <= 0) {
            out.append("0.").repeat('0', -point).append(digits);
        } else {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append('e').append(point > 0 ? "+" : "").append(point - 1);
        }
    }
}
