package io.ttdust.adapters.wal.story;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.format.FrameEncoder;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Whoever appends, to all places, with records of all sizes.
final class Producers {

    private static final int RECORD_HEAD = 6;
    private static final int SMALL_BYTES = 300;
    private static final int LARGEST_FRAME = Machine.SEGMENT_BYTES - 2 * Found.BLOCK;
    private static final int LARGE_FRAME = Machine.STAGING_BYTES / 2;

    private final Machine machine;
    private final SplittableRandom random;
    private final Book book;
    private final Tally tally;
    private int named;

    Producers(Machine machine, SplittableRandom random, Book book, Tally tally) {
        this.machine = machine;
        this.random = random;
        this.book = book;
        this.tally = tally;
    }

    /// Appends a batch of some size, mostly a small one. Answers whether the log took it for now.
    boolean append(FileRecordLog log) {
        return switch (random.nextInt(24)) {
            case 0 -> appendLarge(log);
            case 1 -> appendForged(log);
            case 2, 3, 4, 5, 6 -> append(log, 1, 2_000 + random.nextInt(6_000));
            default -> append(log, 1 + random.nextInt(4), random.nextInt(SMALL_BYTES));
        };
    }

    /// Appends a record that needs a buffer of its own; at times the largest there can be.
    boolean appendLarge(FileRecordLog log) {
        tally.count(Case.LARGE_FRAME);
        int most = LARGEST_FRAME - FrameHeader.BYTES - RECORD_HEAD;
        return append(log, 1, random.nextBoolean() ? most : LARGE_FRAME + random.nextInt(most - LARGE_FRAME));
    }

    boolean append(FileRecordLog log, int records, int bytes) {
        boolean keyed = records > 1 && random.nextInt(3) == 0;
        RecordBatch.Builder batch = RecordBatch.builder(records, records * bytes);
        for (int i = 0; i < records; i++) {
            batch.add(payload(bytes), keyed && i == 1 ? attributes() : RecordAttributes.NONE);
        }
        return send(log, place(), batch.build(), keyed);
    }

    /// Several producers append at once, each to a place of its own, some of them waiting for each answer.
    void appendTogether(FileRecordLog log) {
        machine.around.await(book::allAnswered);
        book.settle();
        tally.count(Case.SEVERAL_PRODUCERS);
        List<Sent> sent = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        int first = random.nextInt(Place.ALL.size());
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            tasks.add(producer(log, Place.ALL.get((first + i) % Place.ALL.size()), sent));
        }
        machine.around.together(tasks);
        machine.around.await(() -> sent.stream().allMatch(one -> one.future().isDone()));
        book.sentTogether(sent);
        book.settle();
    }

    private Runnable producer(FileRecordLog log, Place place, List<Sent> sent) {
        List<RecordBatch> batches = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            byte[] payload = payload(random.nextInt(8) == 0 ? LARGE_FRAME : random.nextInt(3_000));
            batches.add(RecordBatch.builder(1, payload.length).add(payload).build());
        }
        boolean waits = random.nextBoolean();
        long closed = book.closedMicros();
        return () -> {
            for (RecordBatch batch : batches) {
                try {
                    Sent one = new Sent(
                            place,
                            Sent.prints(batch),
                            false,
                            closed,
                            log.append(place.stream(), place.partition(), 1, batch));
                    synchronized (sent) {
                        sent.add(one);
                    }
                    if (waits) {
                        machine.around.await(one.future()::isDone);
                    }
                } catch (StorageException e) {
                    return; // nothing was written of this one
                }
            }
        };
    }

    private Place place() {
        return Place.ALL.get(random.nextInt(Place.ALL.size()));
    }

    private RecordAttributes attributes() {
        tally.count(Case.KEYED_RECORD);
        return new RecordAttributes("key-" + named, "p" + named, Map.of("m", "v" + named), 1_000L * named);
    }

    /// `bytes` bytes, and at least the number that makes each payload another.
    private byte[] payload(int bytes) {
        byte[] payload = new byte[Math.max(Integer.BYTES, bytes)];
        int number = ++named;
        ByteBuffer.wrap(payload).putInt(number);
        for (int i = Integer.BYTES; i < payload.length; i++) {
            payload[i] = (byte) (number + i / 64);
        }
        return payload;
    }

    /// Appends a payload in which, at the start of a block, a commit with a frame for just this place lies, as
    /// somebody could make it who knows everything but the log's id.
    boolean appendForged(FileRecordLog log) {
        machine.around.await(book::allAnswered);
        book.settle();
        Place place = place();
        long lsn = log.horizon().endLsn();
        Checksum forgers = new Checksum(new byte[16]);
        ByteBuffer forged = ByteBuffer.allocate(Found.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        forged.position(CommitHeader.BYTES);
        RecordBatch record = RecordBatch.builder(1, 6)
                .add("forged".getBytes(StandardCharsets.UTF_8))
                .build();
        new FrameEncoder(forgers, Found.BLOCK)
                .write(
                        forged,
                        place.stream(),
                        place.partition(),
                        1,
                        record,
                        book.endOffset(place),
                        machine.micros.get() + 1);
        int length = forged.position();
        CommitHeader.write(forged, length, 1, 0, lsn + Found.BLOCK, 1, 1L << 40, machine.micros.get(), forgers);
        byte[] payload = payload(2 * Found.BLOCK + random.nextInt(Found.BLOCK));
        int before = CommitHeader.BYTES + FrameHeader.BYTES + RECORD_HEAD;
        System.arraycopy(forged.array(), 0, payload, Found.BLOCK - before, length);
        return send(
                log, place, RecordBatch.builder(1, payload.length).add(payload).build(), false);
    }

    private boolean send(FileRecordLog log, Place place, RecordBatch batch, boolean keyed) {
        List<Long> prints = Sent.prints(batch);
        long closed = book.closedMicros();
        try {
            book.sent(new Sent(place, prints, keyed, closed, log.append(place.stream(), place.partition(), 1, batch)));
            return true;
        } catch (StorageFullException e) {
            tally.count(Case.DISK_FULL);
            return false;
        } catch (StorageException e) { // nothing was written
            return false;
        }
    }
}
