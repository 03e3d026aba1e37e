package io.ttdust.adapters.jsonschema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Numbers without rounding, one node for one value.
///
/// Every number that is mathematically an integer becomes the smallest integer node that holds it (`1.0` and `1e0`
/// are `1`, as draft-06 and later demand), every other one a decimal without trailing zeros, so that equal numbers
/// are equal nodes. What would need more than [#DIGITS_MAX] digits when written out is refused: a few bytes must
/// not make the arithmetic of a tree's readers run for seconds.
final class JsonNumber {

    static final int DIGITS_MAX = 500;

    /// Digits that surely fit a long.
    private static final int LONG_DIGITS = 18;

    private JsonNumber() {}

    /// The number in `bytes[from .. to)`, whose grammar was checked.
    ///
    /// @param plain whether it has neither fraction nor exponent
    /// @param at where it stands in the document, for the message
    static JsonNode read(byte[] bytes, int from, int to, boolean plain, int at) throws JsonRefusedException {
        if (plain && to - from <= LONG_DIGITS) {
            return integer(small(bytes, from, to));
        }
        if (to - from > DIGITS_MAX) {
            throw tooLong(at);
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (plain) {
            return integer(new BigInteger(text));
        }
        BigDecimal value = decimal(text, at);
        if (value.signum() == 0) {
            return IntNode.valueOf(0);
        }
        if (value.precision() - (long) value.scale() > DIGITS_MAX || value.scale() > DIGITS_MAX) {
            throw tooLong(at);
        }
        BigDecimal shortest = value.stripTrailingZeros();
        return shortest.scale() <= 0 ? integer(shortest.toBigIntegerExact()) : DecimalNode.valueOf(shortest);
    }

    private static long small(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return negative ? -value : value;
    }

    private static JsonNode integer(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    private static JsonNode integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? integer(value.longValue()) : BigIntegerNode.valueOf(value);
    }

    private static BigDecimal decimal(String text, int at) throws JsonRefusedException {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) { // an exponent beyond 32 bits
            if (isZero(text)) {
                return BigDecimal.ZERO;
            }
            throw tooLong(at);
        }
    }

    private static boolean isZero(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                return true;
            }
            if (c >= '1' && c <= '9') {
                return false;
            }
        }
        return true;
    }

    private static JsonRefusedException tooLong(int at) {
        return new JsonRefusedException(
                StrictJson.NUMBER, "a number may have at most %s digits when written out".formatted(DIGITS_MAX), at);
    }
}
