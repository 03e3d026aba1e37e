package io.ttdust.adapters.wal.inspection;

import io.ttdust.adapters.wal.file.ReadableFiles;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.FrameDecoder;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.adapters.wal.format.SegmentHeader;
import io.ttdust.adapters.wal.index.Place;
import io.ttdust.adapters.wal.loss.LossFile;
import io.ttdust.adapters.wal.loss.Losses;
import io.ttdust.adapters.wal.recovery.FoundSegment;
import io.ttdust.adapters.wal.recovery.LogId;
import io.ttdust.adapters.wal.recovery.SegmentScanner;
import io.ttdust.adapters.wal.retention.LogStart;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.record.LoggedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// Reads a whole log and changes nothing, as far as it can be read: unlike recovery it goes on behind damage.
///
/// It may look at a log that is in use: what is being written then may look like an unproven end. Used by one
/// thread.
public final class LogInspection {

    private final Checksum checksum;
    private final UUID id;
    private final long startLsn;
    private final boolean framesChecked;
    private final ObjLongConsumer<LoggedBatch> reader;
    private final Losses losses;
    private final List<SegmentSummary> segments = new ArrayList<>();
    private final Map<Place, PartitionSummary> partitions = new LinkedHashMap<>();
    private final List<Hole> holes = new ArrayList<>();
    private final List<LogFlaw> flaws = new ArrayList<>();
    private long end;
    private long proven;

    /// Whether any segment has its header. What is released was behind a later one, which was durable.
    private boolean begun;

    /// @param next where something can be read again
    private record Hole(String segment, long lsn, long next) {}

    private LogInspection(
            byte[] logId, long startLsn, Losses losses, boolean framesChecked, ObjLongConsumer<LoggedBatch> reader) {
        ByteBuffer bytes = ByteBuffer.wrap(logId);
        this.id = new UUID(bytes.getLong(), bytes.getLong());
        this.checksum = new Checksum(logId);
        this.startLsn = startLsn;
        this.losses = losses;
        this.framesChecked = framesChecked;
        this.reader = reader;
        this.end = startLsn;
    }

    /// Reads every commit of the log in `files`.
    ///
    /// @throws StorageException if there is no log, or one of a later format
    public static LogInspection of(ReadableFiles files) throws IOException {
        return read(files, false, (batch, lsn) -> {});
    }

    /// Also checks every frame by itself and every record in it.
    ///
    /// @param reader shown each batch with its LSN, in LSN order
    /// @throws StorageException if there is no log, or one of a later format
    public static LogInspection ofRecords(ReadableFiles files, ObjLongConsumer<LoggedBatch> reader) throws IOException {
        return read(files, true, reader);
    }

    private static LogInspection read(ReadableFiles files, boolean framesChecked, ObjLongConsumer<LoggedBatch> reader)
            throws IOException {
        byte[] logId = LogId.read(files);
        if (logId == null) {
            throw new StorageException("there is no log: no file log-id of 16 bytes");
        }
        LogInspection inspection = new LogInspection(
                logId, LogStart.lsnIn(files, logId), LossFile.read(files, logId), framesChecked, reader);
        List<FoundSegment> found = FoundSegment.in(files, logId);
        for (FoundSegment segment : found) {
            inspection.look(files, segment);
        }
        inspection.judgeHoles();
        return inspection;
    }

    private void look(ReadableFiles files, FoundSegment segment) throws IOException {
        SegmentHeader header = segment.header();
        if (segment.base() < startLsn) {
            segments.add(unread(segment, SegmentSummary.State.RELEASED));
        } else if (segment.isSuperseded()) {
            segments.add(unread(segment, SegmentSummary.State.SUPERSEDED));
        } else if (header == null) {
            lookBehindHeader(files, segment);
        } else {
            if (header.previousEnd() > end) {
                holes.add(new Hole(segment.name(), end, header.previousEnd()));
            }
            proven = Math.max(proven, header.previousEnd());
            begun = true;
            segments.add(scan(files, segment, header));
        }
    }

    /// A file that was never used has no header and no commits; that is no flaw.
    private void lookBehindHeader(ReadableFiles files, FoundSegment segment) throws IOException {
        long before = end;
        SegmentSummary summary = scan(files, segment, null);
        if (summary.commits() == 0) {
            end = before;
        } else {
            holes.add(new Hole(segment.name(), before, segment.start()));
        }
        segments.add(summary);
    }

    private static SegmentSummary unread(FoundSegment segment, SegmentSummary.State state) {
        SegmentHeader header = segment.header();
        long session = header == null ? 0 : header.session();
        return new SegmentSummary(
                segment.name(),
                segment.base(),
                segment.fileBytes(),
                state,
                session,
                segment.previousEnd(),
                segment.base(),
                0,
                0,
                0,
                0);
    }

    private SegmentSummary scan(ReadableFiles files, FoundSegment segment, @Nullable SegmentHeader header)
            throws IOException {
        Tally tally = new Tally();
        long session = header == null ? 0 : header.session();
        try (SegmentScanner scanner = new SegmentScanner(files, segment, checksum)) {
            end = segment.start();
            for (long lsn = end; lsn < segment.bound(); ) {
                if (!scanner.load(lsn) || (header != null && scanner.session() != session)) {
                    lsn += Blocks.BYTES;
                    continue;
                }
                if (lsn > end) {
                    holes.add(new Hole(segment.name(), end, lsn));
                }
                tally.commits++;
                proven = Math.max(proven, scanner.durableLsn());
                take(scanner, segment, tally);
                end = scanner.end();
                lsn = end;
            }
        }
        return new SegmentSummary(
                segment.name(),
                segment.base(),
                segment.fileBytes(),
                header == null ? SegmentSummary.State.NO_HEADER : SegmentSummary.State.IN_USE,
                session,
                segment.previousEnd(),
                end,
                tally.commits,
                tally.records,
                tally.firstMicros,
                tally.lastMicros);
    }

    private static final class Tally {

        private long commits;
        private long records;
        private long firstMicros;
        private long lastMicros;
    }

    private void take(SegmentScanner scanner, FoundSegment segment, Tally tally) {
        try {
            scanner.forEachFrame((window, at, lsn, commitEnd) -> take(window, at, lsn, segment, tally));
        } catch (DamagedLogException e) { // a whole commit with frames that contradict it: no disk does that
            flaws.add(new LogFlaw(scanner.end(), true, "%s: %s".formatted(segment.name(), e.getMessage())));
        }
    }

    private void take(ByteBuffer window, int at, long lsn, FoundSegment segment, Tally tally) {
        Place place = new Place(FrameHeader.stream(window, at), FrameHeader.partition(window, at));
        long first = FrameHeader.firstOffset(window, at);
        int count = FrameHeader.records(window, at);
        int length = FrameHeader.length(window, at);
        long micros = FrameHeader.receiveMicros(window, at);
        PartitionSummary known = partitions.get(place);
        if (known != null
                && first != known.endOffset()
                && (first < known.endOffset() || !losses.mayGoOnAt(place.stream(), place.partition(), first, lsn))) {
            flaws.add(new LogFlaw(
                    lsn,
                    true,
                    "%s: %s partition %d goes on at offset %d where offset %d was to come"
                            .formatted(segment.name(), place.stream(), place.partition(), first, known.endOffset())));
        }
        partitions.put(
                place,
                known == null
                        ? new PartitionSummary(
                                place.stream(),
                                place.partition(),
                                first,
                                first + count,
                                count,
                                1,
                                length,
                                micros,
                                micros)
                        : known.and(first, count, length, micros));
        tally.records += count;
        tally.firstMicros = tally.firstMicros == 0 ? micros : tally.firstMicros;
        tally.lastMicros = micros;
        if (framesChecked) {
            check(window, at, lsn, length, segment);
        }
    }

    private void check(ByteBuffer window, int at, long lsn, int length, FoundSegment segment) {
        if (!FrameDecoder.verify(window, at, checksum)) {
            flaws.add(new LogFlaw(
                    lsn, true, "%s: the checksum of the frame at LSN %d is wrong".formatted(segment.name(), lsn)));
            return;
        }
        byte[] frame = new byte[length];
        window.get(at, frame);
        reader.accept(FrameDecoder.decode(frame, 0, lsn), lsn);
    }

    /// A commit, or a header, that was written later says how far the log had been synced before it.
    private void judgeHoles() {
        boolean startIsLost = startLsn > 0 && !begun && !isEndGivenUpAtStart();
        if (startIsLost && holes.isEmpty()) {
            flaws.add(new LogFlaw(
                    startLsn,
                    true,
                    "the segment at LSN %d is missing or empty, where durable records lay (--accept-loss-at %d)"
                            .formatted(startLsn, startLsn)));
        }
        for (Hole hole : holes) {
            if (losses.beyond(hole.lsn) >= hole.next) {
                continue; // known, and accepted
            }
            boolean damage = proven > hole.lsn;
            flaws.add(new LogFlaw(
                    hole.lsn,
                    damage,
                    "%s: nothing can be read from LSN %d to %d, ".formatted(hole.segment, hole.lsn, hole.next)
                            + (damage
                                    ? "where durable records lay (--accept-loss-at %d)".formatted(hole.lsn)
                                    : "which nobody was told of; a start cuts it")));
        }
    }

    /// Whether the operator gave up everything from the start on, and nothing was begun behind since.
    private boolean isEndGivenUpAtStart() {
        long lostEnd = losses.lostEnd(startLsn);
        return lostEnd != Losses.NONE && segments.stream().noneMatch(segment -> segment.base() >= lostEnd);
    }

    /// Tells this log from every other.
    public UUID id() {
        return id;
    }

    /// Everything before has been released.
    public long startLsn() {
        return startLsn;
    }

    /// Behind the last commit that can be read.
    public long endLsn() {
        return end;
    }

    /// All segment files, in LSN order.
    public List<SegmentSummary> segments() {
        return List.copyOf(segments);
    }

    /// What lies in the log, in the order of first appearance.
    public Collection<PartitionSummary> partitions() {
        return List.copyOf(partitions.values());
    }

    /// Whether something durable is gone, so that the log refuses to start.
    public boolean isDamaged() {
        return flaws.stream().anyMatch(LogFlaw::damage);
    }

    /// What the log is known to have lost.
    public Losses losses() {
        return losses;
    }

    /// What is wrong, in no order; empty for a log that is whole.
    public List<LogFlaw> flaws() {
        return List.copyOf(flaws);
    }
}
