package io.ttdust.adapters.jsonschema.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight bytes at a time.
final class Words {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES_FOR_SPACES = ONES * ('"' ^ ' ');
    private static final long PAST_SPACES = ONES * (' ' + 1);
    private static final long BACKSLASHES = ONES * '\\';

    private Words() {}

    /// The eight bytes from `at` on, the first of them lowest.
    static long at(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /// The `length` ≤ 7 bytes from `at` on, zeros above them.
    static long at(byte[] bytes, int at, int length) {
        if (at <= bytes.length - Long.BYTES) {
            return at(bytes, at) & below(length);
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[at + i] & 0xffL) << (Byte.SIZE * i);
        }
        return word;
    }

    /// Ones over the lowest `length` bytes, 0 to 7.
    static long below(int length) {
        return (1L << (Byte.SIZE * length)) - 1;
    }

    /// Ones over the lowest `length` bytes, 1 to 8.
    static long mask(int length) {
        return -1L >>> (Long.SIZE - Byte.SIZE * length);
    }

    /// The high bit of each byte that cannot lie in a plain string: a quote, a backslash, a control character,
    /// what is not ASCII. Exact up to the first such byte; borrows may mark later ones.
    ///
    /// Exchanging quotes and spaces leaves one bound for quotes and control characters. What is not ASCII marks
    /// itself, so that it does not matter what the differences say of it.
    static long special(long word) {
        long found = (((word ^ QUOTES_FOR_SPACES) - PAST_SPACES) | ((word ^ BACKSLASHES) - ONES)) | word;
        return found & HIGH;
    }

    /// Which byte the lowest of the bits that [#special] set stands for.
    static int first(long special) {
        return Long.numberOfTrailingZeros(special) >>> 3;
    }
}
