package io.ttdust.cli.proof;

import java.util.Arrays;
import java.util.BitSet;

/// One partition during a read-back: which record was acknowledged at each offset, and which offsets were read.
final class PartitionView {

    private long[] numbers = new long[0];
    private int end;
    private final BitSet seen = new BitSet();

    /// Notes that `number` was acknowledged at `offset`; false when another record already was.
    boolean expect(long offset, long number) {
        int index = Math.toIntExact(offset);
        if (index >= numbers.length) {
            int before = numbers.length;
            numbers = Arrays.copyOf(numbers, Math.max(index + 1, Math.max(1_024, before * 2)));
            Arrays.fill(numbers, before, numbers.length, AckedRecords.NONE);
        }
        if (numbers[index] != AckedRecords.NONE) {
            return false;
        }
        numbers[index] = number;
        end = Math.max(end, index + 1);
        return true;
    }

    /// Notes that the record at `offset` was read; false when it was read before.
    boolean see(long offset) {
        int index = Math.toIntExact(offset);
        if (seen.get(index)) {
            return false;
        }
        seen.set(index);
        return true;
    }

    /// The record acknowledged at `offset`, or [AckedRecords#NONE].
    long numberAt(long offset) {
        return offset < end ? numbers[(int) offset] : AckedRecords.NONE;
    }

    /// The first offset from `from` on that was acknowledged and not read, or -1.
    int nextLost(int from) {
        for (int offset = seen.nextClearBit(from); offset < end; offset = seen.nextClearBit(offset + 1)) {
            if (numbers[offset] != AckedRecords.NONE) {
                return offset;
            }
        }
        return -1;
    }

    /// Offsets below the highest known one that were neither acknowledged nor read.
    long gaps() {
        long gaps = 0;
        int highest = Math.max(end, seen.length());
        for (int offset = seen.nextClearBit(0); offset < highest; offset = seen.nextClearBit(offset + 1)) {
            if (numberAt(offset) == AckedRecords.NONE) {
                gaps++;
            }
        }
        return gaps;
    }
}
