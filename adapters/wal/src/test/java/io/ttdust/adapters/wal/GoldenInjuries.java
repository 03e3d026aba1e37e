package io.ttdust.adapters.wal;

import io.ttdust.adapters.wal.format.AttributeBytes;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.format.FrameEncoder;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The logs of the golden cases in which something was done to the files of the valid one.
///
/// Where a case is about what the bytes mean, its checksums are right; where it is about rot, they are not.
final class GoldenInjuries {

    private static final int BLOCK = Blocks.BYTES;
    private static final int FIRST_FRAME = BLOCK + CommitHeader.BYTES;
    private static final int COMMIT_CHECKSUM_AT = 48;
    private static final int BLOCK_CHECKSUM_AT = BLOCK - 4;
    private static final int SECTION_HEAD_BYTES = 8;

    /// A version that never comes, like all that is unknown here: see `FORMAT.md`, "What may be added".
    private static final int LATER = 99;

    private final Map<String, byte[]> valid;
    private final List<String> segments;
    private final byte[] logId;
    private final Map<String, Map<String, byte[]>> cases = new LinkedHashMap<>();

    private GoldenInjuries(Map<String, byte[]> valid) {
        this.valid = valid;
        this.segments =
                valid.keySet().stream().filter(name -> name.endsWith(".wal")).toList();
        this.logId = copyOf("log-id");
    }

    private byte[] copyOf(String name) {
        byte[] bytes = valid.get(name);
        if (bytes == null) {
            throw new IllegalStateException("the valid log has no file " + name);
        }
        return bytes.clone();
    }

    /// By name, the log of each case.
    static Map<String, Map<String, byte[]>> of(Map<String, byte[]> valid) {
        GoldenInjuries injuries = new GoldenInjuries(valid);
        injuries.rot();
        injuries.laterFormats();
        injuries.strangers();
        injuries.missing();
        injuries.sessions();
        injuries.reserved();
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
        add("flipped-bit-in-earlier-start-slot", "log-start", bytes -> flip(bytes, BLOCK - laterSlot(bytes) + 33));
    }

    private void laterFormats() {
        String last = segments.getLast();
        add("later-segment-version", last, bytes -> {
            bytes.putInt(8, LATER);
            seal(bytes, 0, BLOCK_CHECKSUM_AT, BLOCK);
        });
        add("later-commit-version", last, bytes -> {
            bytes.putShort(BLOCK + 4, (short) LATER);
            sealCommit(bytes, BLOCK);
        });
        add("unknown-commit-flag", last, bytes -> {
            bytes.putShort(BLOCK + 6, (short) (1 << 15));
            sealCommit(bytes, BLOCK);
        });
        add("unknown-frame-flag", last, bytes -> {
            bytes.putInt(FIRST_FRAME + 8, 1 << 31);
            sealFrame(bytes);
        });
        add("unknown-encryption-key", last, bytes -> {
            bytes.putInt(FIRST_FRAME + 12, -1);
            sealFrame(bytes);
        });
        add("unknown-codec", last, bytes -> {
            bytes.putInt(FIRST_FRAME + 8, 15);
            bytes.putInt(FIRST_FRAME + 36, 1_000); // more than fit, were they not compressed
            sealFrame(bytes);
        });
        add("unknown-sync-mode", last, bytes -> {
            bytes.putInt(64, LATER);
            seal(bytes, 0, BLOCK_CHECKSUM_AT, BLOCK);
        });
        add("unknown-presence-bit", last, bytes -> {
            bytes.putShort(FIRST_FRAME + FrameHeader.BYTES, (short) (1 << 15));
            sealFrame(bytes);
        });
        add("later-losses-version", "losses", bytes -> {
            bytes.putInt(8, LATER);
            seal(bytes, 0, 12, bytes.capacity());
        });
        add("later-start-version", "log-start", bytes -> {
            int slot = laterSlot(bytes);
            bytes.putInt(slot + 8, LATER);
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
        add(
                "duplicated-segment",
                log -> log.put(SegmentCatalog.name(base(last) + GoldenLog.SEGMENT_BYTES), copyOf(middle())));
    }

    private void missing() {
        add("missing-segment", log -> log.remove(middle()));
        add("missing-first-segment", log -> log.remove(segments.getFirst()));
        add("missing-losses", log -> log.remove("losses"));
        add("missing-log-start", log -> log.remove("log-start"));
        add("missing-log-id", log -> log.remove("log-id"));
        add("short-log-id", log -> log.put("log-id", Arrays.copyOf(logId, 15)));
    }

    /// How a session ended that did not sync before it acknowledged, when it was the last one.
    private void sessions() {
        add("killed-in-mode-interval", this::endWithTheUnsyncedSession);
        add("killed-in-mode-none", log -> {
            endWithTheUnsyncedSession(log);
            byte[] bytes = copyOf(middle());
            seal(buffer(bytes).putInt(64, 2), 0, BLOCK_CHECKSUM_AT, BLOCK);
            log.put(middle(), bytes);
        });
        add("closed-in-mode-interval", log -> {
            endWithTheUnsyncedSession(log);
            byte[] before = copyOf(middle());
            long end = base(middle()) + before.length;
            byte[] bytes = Arrays.copyOf(before, before.length + BLOCK);
            CommitHeader.write(
                    buffer(bytes).slice(before.length, BLOCK).order(ByteOrder.LITTLE_ENDIAN),
                    CommitHeader.BYTES,
                    0,
                    CommitHeader.CLEAN_STOP,
                    end,
                    2,
                    end,
                    SimulatedLog.CLICKS.unixMillis() * 1_000 + 2,
                    new Checksum(logId));
            log.put(middle(), bytes);
        });
    }

    private void endWithTheUnsyncedSession(Map<String, byte[]> log) {
        log.remove(segments.getLast());
        log.remove("losses");
    }

    /// What no program writes yet and every reader passes over.
    private void reserved() {
        String last = segments.getLast();
        add("unknown-sections", last, bytes -> {
            byte[] frame = frame(bytes);
            byte[] longer = new byte[frame.length + 2 * SECTION_HEAD_BYTES + 4];
            buffer(longer)
                    .put(frame, 0, FrameHeader.BYTES)
                    .putShort((short) 999)
                    .putShort((short) 0)
                    .putInt(4)
                    .putInt(-1)
                    .putShort((short) -1)
                    .putShort((short) 0)
                    .putInt(0)
                    .put(frame, FrameHeader.BYTES, frame.length - FrameHeader.BYTES)
                    .putInt(0, longer.length)
                    .putInt(72, 2 * SECTION_HEAD_BYTES + 4);
            replaceFrame(bytes, longer);
        });
        add("reserved-record-fields", last, bytes -> replaceFrame(bytes, withAllFields(bytes)));
    }

    /// The first frame of `segment` with other records in it: one of which all is said, and one of which nothing is.
    private byte[] withAllFields(ByteBuffer segment) {
        RecordAttributes known = new RecordAttributes("key-9", "user-9", Map.of("origin", "golden"), SimulatedLog.NOON);
        RecordBatch batch = RecordBatch.builder(2, 16)
                .add(new byte[] {'a', 'l', 'l'}, known)
                .add(new byte[] {'n', 'o', 'n', 'e'})
                .build();
        FrameEncoder encoder = new FrameEncoder(new Checksum(logId), FrameHeader.FRAME_BYTES_MAX);
        byte[] frame = new byte[encoder.length(batch, AttributeBytes.of(batch))];
        encoder.write(
                buffer(frame),
                FrameHeader.stream(segment, FIRST_FRAME),
                FrameHeader.partition(segment, FIRST_FRAME),
                2,
                batch,
                FrameHeader.firstOffset(segment, FIRST_FRAME),
                FrameHeader.receiveMicros(segment, FIRST_FRAME));
        int plainBytes = 6 + 4;
        byte[] longer = new byte[frame.length + 28 + 24 + 8 + 1];
        buffer(longer)
                .put(frame, 0, frame.length - plainBytes)
                .put(HexFormat.of().parseHex("0190000000007000" + "800000000000000b")) // producer: id
                .putInt(3) // epoch
                .putLong(41) // sequence
                .put(HexFormat.of().parseHex("4bf92f3577b34da6" + "a3ce929d0e0e4736" + "00f067aa0ba902b7")) // trace
                .putLong(SimulatedLog.NOON + 1) // deliver-at
                .put((byte) 2) // opaque bytes
                .put(frame, frame.length - plainBytes, plainBytes)
                .putInt(0, longer.length)
                .putShort(FrameHeader.BYTES, (short) 0xFF);
        return longer;
    }

    private static byte[] frame(ByteBuffer segment) {
        byte[] frame = new byte[FrameHeader.length(segment, FIRST_FRAME)];
        segment.get(FIRST_FRAME, frame);
        return frame;
    }

    /// Puts `frame` in the place of the only one of the first commit.
    private void replaceFrame(ByteBuffer segment, byte[] frame) {
        segment.put(FIRST_FRAME, frame).putInt(BLOCK + 8, CommitHeader.BYTES + frame.length);
        sealFrame(segment);
    }

    private void add(String name, Consumer<Map<String, byte[]>> change) {
        Map<String, byte[]> log = new TreeMap<>(valid);
        change.accept(log);
        cases.put(name, log);
    }

    private void add(String name, String file, Consumer<ByteBuffer> injury) {
        byte[] bytes = copyOf(file);
        injury.accept(buffer(bytes));
        if (Arrays.equals(bytes, valid.get(file))) {
            throw new IllegalStateException(name + " changes nothing");
        }
        add(name, log -> log.put(file, bytes));
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String middle() {
        return segments.get(1);
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
