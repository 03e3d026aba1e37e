package io.ttdust.adapters.wal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.BodyFingerprint;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The bytes of `FORMAT.md`.
class FormatTest {

    private static final byte[] LOG_ID = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final StreamId STREAM = new StreamId(UUID.fromString("01900000-0000-7000-8000-0000000000ab"));
    private static final RecordAttributes ALL =
            new RecordAttributes("key", "pk", Map.of("m", "v"), 0x0102030405060708L);
    private static final RecordBatch BATCH = RecordBatch.builder(2, 8)
            .add(new byte[] {'{', '}'})
            .add(new byte[] {'x'}, ALL)
            .build();

    private final Checksum checksum = new Checksum(LOG_ID);

    private ByteBuffer frame(RecordBatch batch) {
        FrameEncoder encoder = new FrameEncoder(checksum, FrameHeader.FRAME_BYTES_MAX);
        ByteBuffer frame = ByteBuffer.allocate(encoder.length(batch, AttributeBytes.of(batch)))
                .order(ByteOrder.LITTLE_ENDIAN);
        encoder.write(frame, STREAM, 3, 7, batch, 42, 1_700_000_000_000_000L);
        assertThat(frame.hasRemaining()).isFalse();
        return frame;
    }

    /// Puts the checksum right again after a change.
    private ByteBuffer sealed(ByteBuffer frame) {
        return frame.putInt(4, checksum.of(frame, 0, 4, frame.capacity()));
    }

    private static String hex(ByteBuffer bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes(bytes), from, to);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    @Test
    void aSegmentHeaderHasTheBytesOfItsSpecification() {
        ByteBuffer block = new SegmentHeader(0x10000, 0x20000, 5, 0x9000, SyncMode.EVERY).block(LOG_ID);

        assertThat(hex(block, 0, 64))
                .isEqualTo("54544457414c0000" + "01000000" + "00000000" + "000102030405060708090a0b0c0d0e0f"
                        + "0000010000000000" + "0000020000000000" + "0500000000000000" + "0090000000000000");
        assertThat(hex(block, 64, 4092)).matches("0+");
        assertThat(block.getInt(4092)).isEqualTo(0x1b5ae467);
        assertThat(SegmentHeader.read(block, LOG_ID, 0x10000))
                .isEqualTo(new SegmentHeader(0x10000, 0x20000, 5, 0x9000, SyncMode.EVERY));
        assertThat(SegmentHeader.read(block, LOG_ID, 0x20000)).isNull();
        assertThat(SegmentHeader.read(block, new byte[16], 0x10000)).isNull();
    }

    @Test
    void aStartSlotHasTheBytesOfItsSpecification() {
        ByteBuffer block = StartSlot.block(0x9000, LOG_ID);

        assertThat(hex(block, 0, 40))
                .isEqualTo("5454445354410000" + "01000000" + "00000000" + "000102030405060708090a0b0c0d0e0f"
                        + "0090000000000000");
        assertThat(hex(block, 40, 4092)).matches("0+");
        assertThat(block.getInt(4092)).isEqualTo(0x0564a45f);
        assertThat(block.capacity()).isEqualTo(4096);
        assertThat(StartSlot.read(block, LOG_ID)).isEqualTo(0x9000);
        assertThat(StartSlot.read(block, new byte[16])).isEqualTo(-1);
        ByteBuffer empty = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(StartSlot.read(empty, LOG_ID)).isEqualTo(-1);
    }

    @Test
    void aCommitHeaderHasTheBytesOfItsSpecification() {
        ByteBuffer commit = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
        commit.putLong(64, 0x1111111111111111L).putLong(72, 0x1111111111111111L).putLong(52, -1);
        CommitHeader.write(commit, 80, 2, CommitHeader.CLEAN_STOP, 0x3000, 5, 0x2000, 0x0a0b, checksum);

        assertThat(hex(commit, 0, 48))
                .isEqualTo("54544443" + "0100" + "0100" + "50000000" + "02000000" + "0030000000000000"
                        + "0500000000000000" + "0020000000000000" + "0b0a000000000000");
        assertThat(commit.getInt(48)).isEqualTo(0xa2d8d46e);
        assertThat(hex(commit, 52, 80)).isEqualTo("00".repeat(12) + "11".repeat(16));
        assertThat(CommitHeader.claims(commit, 0, 0x3000, 80)).isTrue();
        assertThat(CommitHeader.claims(commit, 0, 0x3000, 79)).isFalse();
        assertThat(CommitHeader.claims(commit, 0, 0x4000, 80)).isFalse();
        assertThat(CommitHeader.verify(commit, 0, checksum)).isTrue();
        assertThat(CommitHeader.verify(commit, 0, new Checksum(new byte[16]))).isFalse();
    }

    @Test
    void aFrameHasTheBytesOfItsSpecification() {
        ByteBuffer frame = frame(BATCH);
        BodyFingerprint fingerprint = BATCH.fingerprint(1);

        assertThat(hex(frame, 0, 4)).isEqualTo("92000000");
        assertThat(hex(frame, 8, 80))
                .isEqualTo("20000000" + "00000000" + "0190000000007000" + "80000000000000ab" + "03000000" + "02000000"
                        + "2a00000000000000" + "00401e18240a0600" + "0000000000000000" + "07000000" + "00000000"
                        + "00000000" + "00000000");
        assertThat(hex(frame, 80, 130))
                .isEqualTo("0000" + "02000000" + "7b7d" + "0f00" + "01000000" + "78" + "02000000" + "706b"
                        + "01000000" + "01000000" + "6d" + "01000000" + "76" + "0807060504030201"
                        + "03000000" + "6b6579");
        assertThat(frame.getLong(130)).isEqualTo(fingerprint.high());
        assertThat(frame.getLong(138)).isEqualTo(fingerprint.low());
        assertThat(frame.capacity()).isEqualTo(146);
    }

    @Test
    void aFrameIsDecodedToTheBatchItWasMadeOf() {
        ByteBuffer frame = frame(BATCH);

        FrameDecoder.check(frame, 0, frame.capacity(), 0);
        byte[] bytes = bytes(frame);
        LoggedBatch read = FrameDecoder.decode(bytes, 0, 0);

        assertThat(FrameDecoder.verify(frame, 0, checksum)).isTrue();
        assertThat(read.stream()).isEqualTo(STREAM);
        assertThat(read.partition()).isEqualTo(3);
        assertThat(read.firstOffset()).isEqualTo(42);
        assertThat(read.receiveMicros()).isEqualTo(1_700_000_000_000_000L);
        assertThat(read.schemaVersion()).isEqualTo(7);
        assertThat(read.records().attributes(0)).isEqualTo(RecordAttributes.NONE);
        assertThat(read.records().attributes(1)).isEqualTo(ALL);
        assertThat(read.records().payload(1)).isEqualTo(BATCH.payload(1));
        assertThat(read.records().bytes()).as("not copied").isSameAs(bytes);
    }

    @Test
    void theFingerprintOfAKeyIsReadFromTheFrameAndNotMadeAgain() {
        ByteBuffer frame = frame(BATCH).putLong(130, 1).putLong(138, 2);

        LoggedBatch read = FrameDecoder.decode(bytes(frame), 0, 0);

        assertThat(read.records().fingerprint(1)).isEqualTo(new BodyFingerprint(1, 2));
    }

    @Test
    @Tag("F29")
    void laterVersionsAreRefusedByName() {
        ByteBuffer block = new SegmentHeader(0, 0x20000, 1, 0, SyncMode.EVERY)
                .block(LOG_ID)
                .putInt(8, 2);
        block.putInt(4092, checksum.of(block, 0, 4092, 4096));
        assertThatThrownBy(() -> SegmentHeader.read(block, LOG_ID, 0))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("format version 2");

        ByteBuffer start = StartSlot.block(4096, LOG_ID).putInt(8, 2);
        start.putInt(4092, checksum.of(start, 0, 4092, 4096));
        assertThatThrownBy(() -> StartSlot.read(start, LOG_ID))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("format version 2");

        ByteBuffer commit = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        CommitHeader.write(commit, 64, 0, 0, 4096, 1, 4096, 0, checksum);
        commit.putShort(4, (short) 2).putInt(48, checksum.of(commit, 0, 48, 64));
        assertThatThrownBy(() -> CommitHeader.verify(commit, 0, checksum)).hasMessageContaining("format version 2");
        CommitHeader.write(commit, 64, 0, 6, 4096, 1, 4096, 0, checksum);
        assertThatThrownBy(() -> CommitHeader.verify(commit, 0, checksum)).hasMessageContaining("flags 0x6");
    }

    @Test
    @Tag("F29")
    void unknownFlagsStopTheReaderAndUnknownSectionsDoNot() {
        assertThatThrownBy(() -> check(frame(BATCH).putInt(8, 0x11))).hasMessageContaining("flags 0x11");
        assertThatThrownBy(() -> check(frame(BATCH).putInt(12, 9))).hasMessageContaining("encryption key 9");
        ByteBuffer unknownBit = frame(BATCH).putShort(88, (short) 0x100);
        assertThatThrownBy(() -> FrameDecoder.decode(bytes(unknownBit), 0, 5))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("LSN 5")
                .hasMessageContaining("presence bits 0x100");

        ByteBuffer plain = frame(BATCH);
        ByteBuffer longer = ByteBuffer.allocate(plain.capacity() + 12).order(ByteOrder.LITTLE_ENDIAN);
        longer.put(bytes(plain), 0, 80)
                .putShort((short) 999)
                .putShort((short) 0)
                .putInt(4)
                .putInt(-1)
                .put(bytes(plain), 80, plain.capacity() - 80);
        sealed(longer.putInt(0, longer.capacity()).putInt(72, 12));
        check(longer);
        assertThat(FrameDecoder.decode(bytes(longer), 0, 0).records().attributes(1))
                .isEqualTo(ALL);
    }

    private static void check(ByteBuffer frame) {
        FrameDecoder.check(frame, 0, frame.capacity(), 0);
    }

    @Test
    void reservedFieldsOfARecordAreSkipped() {
        RecordBatch one = RecordBatch.builder(1, 1).add(new byte[] {'x'}).build();
        ByteBuffer plain = frame(one);
        ByteBuffer longer =
                ByteBuffer.allocate(plain.capacity() + 28 + 24 + 8 + 1).order(ByteOrder.LITTLE_ENDIAN);
        longer.put(bytes(plain)).putInt(0, longer.capacity()).putShort(80, (short) 0xF0);
        sealed(longer);

        check(longer);
        LoggedBatch read = FrameDecoder.decode(bytes(longer), 0, 0);

        assertThat(read.records().payload(0)).isEqualTo(one.payload(0));
        assertThat(read.records().attributes(0)).isEqualTo(RecordAttributes.NONE);
    }

    @Test
    void lengthsThatLieAreFoundBeforeAnythingIsAllocated() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = bytes(frame(BATCH));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                int at = random.nextInt(bytes.length - 4);
                int value = random.nextBoolean() ? random.nextInt() : random.nextInt(300);
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
            }
            ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            try {
                FrameDecoder.check(frame, 0, bytes.length, 0);
                LoggedBatch read = FrameDecoder.decode(bytes, 0, 0);
                assertThat(read.records().size()).as("seed %dL", seed).isLessThanOrEqualTo(bytes.length / 6);
            } catch (DamagedLogException e) {
                assertThat(e).as("seed %dL", seed).hasMessageContaining("frame at LSN 0");
            }
        }
    }

    @Test
    void aFrameBeyondTheBoundIsRefused() {
        RecordBatch batch = RecordBatch.builder(1, 100)
                .add("x".repeat(100).getBytes(StandardCharsets.UTF_8))
                .build();
        assertThat(new FrameEncoder(checksum, 186).length(batch, null)).isEqualTo(186);
        assertThatThrownBy(() -> new FrameEncoder(checksum, 185).length(batch, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("186");
    }
}
