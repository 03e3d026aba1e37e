package io.ttdust.adapters.wal;

import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.format.FrameHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What is wrong in each golden case: the files that differ from those of the valid log.
///
/// Where a case is about what the bytes mean, its checksums are right; where it is about rot, they are not.
final class GoldenInjuries {

    private static final int BLOCK = Blocks.BYTES;
    private static final int FIRST_FRAME = BLOCK + CommitHeader.BYTES;
    private static final int COMMIT_CHECKSUM_AT = 48;
    private static final int BLOCK_CHECKSUM_AT = BLOCK - 4;

    private final Map<String, byte[]> valid;
    private final List<String> segments;
    private final byte[] logId;
    private final Map<String, Map<String, byte[]>> cases = new LinkedHashMap<>();

    private GoldenInjuries(Map<String, byte[]> valid) {
        this.valid = valid;
        this.segments =
                valid.keySet().stream().filter(name -> name.endsWith(".wal")).toList();
        this.logId = bytes("log-id");
    }

    private byte[] bytes(String name) {
        byte[] bytes = valid.get(name);
        if (bytes == null) {
            throw new IllegalStateException("the valid log has no file " + name);
        }
        return bytes.clone();
    }

    /// By name, the files of each case that are not those of `valid`.
    static Map<String, Map<String, byte[]>> of(Map<String, byte[]> valid) {
        GoldenInjuries injuries = new GoldenInjuries(valid);
        injuries.rot();
        injuries.laterFormats();
        injuries.strangers();
        return injuries.cases;
    }

    private void rot() {
        String first = segments.getFirst();
        String last = segments.getLast();
        add("torn-last-commit", last, bytes -> bytes.put(lastCommit(bytes) + 20, (byte) 1));
        add("flipped-bit-in-proven-commit", first, bytes -> flip(bytes, FIRST_FRAME + FrameHeader.BYTES + 1));
        add("flipped-bit-in-header", first, bytes -> flip(bytes, 100));
        add("flipped-bit-in-last-header", last, bytes -> flip(bytes, 100));
        add("half-written-last-segment", last, bytes -> zero(bytes, 512));
        add("zero-filled-last-segment", last, bytes -> zero(bytes, 0));
        add("flipped-bit-in-losses", "losses", bytes -> flip(bytes, 70));
        add("flipped-bit-in-both-start-slots", "log-start", bytes -> {
            flip(bytes, 33);
            flip(bytes, BLOCK + 33);
        });
        add("flipped-bit-in-later-start-slot", "log-start", bytes -> flip(bytes, laterSlot(bytes) + 33));
    }

    private void laterFormats() {
        String last = segments.getLast();
        add("later-segment-version", last, bytes -> {
            bytes.putInt(8, 2);
            seal(bytes, 0, BLOCK_CHECKSUM_AT, BLOCK);
        });
        add("later-commit-version", last, bytes -> {
            bytes.putShort(BLOCK + 4, (short) 2);
            sealCommit(bytes, BLOCK);
        });
        add("unknown-commit-flag", last, bytes -> {
            bytes.putShort(BLOCK + 6, (short) 2);
            sealCommit(bytes, BLOCK);
        });
        add("unknown-frame-flag", last, bytes -> {
            bytes.putInt(FIRST_FRAME + 8, 1 << 6);
            sealFrame(bytes);
        });
        add("unknown-encryption-key", last, bytes -> {
            bytes.putInt(FIRST_FRAME + 12, 5);
            sealFrame(bytes);
        });
        add("unknown-presence-bit", last, bytes -> {
            bytes.putShort(FIRST_FRAME + FrameHeader.BYTES, (short) (1 << 8));
            sealFrame(bytes);
        });
        add("later-losses-version", "losses", bytes -> {
            bytes.putInt(8, 2);
            seal(bytes, 0, 12, bytes.capacity());
        });
        add("later-start-version", "log-start", bytes -> {
            int slot = laterSlot(bytes);
            bytes.putInt(slot + 8, 2);
            seal(bytes, slot, slot + BLOCK_CHECKSUM_AT, slot + BLOCK);
        });
    }

    private void strangers() {
        String last = segments.getLast();
        add("another-log-id", "log-id", bytes -> bytes.put(0, (byte) 99));
        add("stale-commit-of-an-earlier-session", last, bytes -> {
            int end = lastCommit(bytes) + BLOCK;
            CommitHeader.write(
                    bytes.slice(end, BLOCK).order(ByteOrder.LITTLE_ENDIAN),
                    CommitHeader.BYTES,
                    0,
                    0,
                    base(last) + end,
                    1,
                    base(last) + end,
                    SimulatedLog.NOON,
                    new Checksum(logId));
        });
        add("commit-of-another-place", last, bytes -> {
            int end = lastCommit(bytes) + BLOCK;
            bytes.put(end, bytes, BLOCK, BLOCK);
        });
    }

    private void add(String name, String file, Consumer<ByteBuffer> injury) {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        injury.accept(bytes);
        Map<String, byte[]> files = new TreeMap<>();
        files.put(file, bytes.array());
        if (Arrays.equals(bytes.array(), valid.get(file))) {
            throw new IllegalStateException(name + " changes nothing");
        }
        cases.put(name, files);
    }

    private static long base(String segment) {
        return Long.parseLong(segment.substring(0, 20));
    }

    private static int lastCommit(ByteBuffer segment) {
        int at = segment.capacity() - BLOCK;
        while (segment.getInt(at) == 0) {
            at -= BLOCK;
        }
        return at;
    }

    private static int laterSlot(ByteBuffer start) {
        return start.getLong(32) > start.getLong(BLOCK + 32) ? 0 : BLOCK;
    }

    private static void flip(ByteBuffer bytes, int at) {
        bytes.put(at, (byte) (bytes.get(at) ^ 1));
    }

    private static void zero(ByteBuffer bytes, int from) {
        bytes.put(from, new byte[bytes.capacity() - from]);
    }

    private void seal(ByteBuffer bytes, int start, int checksumAt, int end) {
        bytes.putInt(checksumAt, new Checksum(logId).of(bytes, start, checksumAt, end));
    }

    private void sealCommit(ByteBuffer bytes, int at) {
        seal(bytes, at, at + COMMIT_CHECKSUM_AT, at + CommitHeader.length(bytes, at));
    }

    /// The first frame of the segment, and the commit around it.
    private void sealFrame(ByteBuffer bytes) {
        seal(bytes, FIRST_FRAME, FIRST_FRAME + 4, FIRST_FRAME + FrameHeader.length(bytes, FIRST_FRAME));
        sealCommit(bytes, BLOCK);
    }
}
