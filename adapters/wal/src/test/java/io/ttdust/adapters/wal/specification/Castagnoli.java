package io.ttdust.adapters.wal.specification;

import java.nio.ByteBuffer;

/// The checksum of `FORMAT.md`, bit by bit.
final class Castagnoli {

    private Castagnoli() {}

    /// Over the id of the log and `[start, end)` of `bytes` without the four bytes at `hole`.
    static int of(byte[] logId, ByteBuffer bytes, int start, int hole, int end) {
        int register = -1;
        for (byte one : logId) {
            register = next(register, one);
        }
        for (int at = start; at < end; at++) {
            if (at < hole || at >= hole + 4) {
                register = next(register, bytes.get(at));
            }
        }
        return ~register;
    }

    private static int next(int register, byte one) {
        int shifted = register ^ (one & 0xFF);
        for (int bit = 0; bit < 8; bit++) {
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ 0x82F63B78;
        }
        return shifted;
    }
}
