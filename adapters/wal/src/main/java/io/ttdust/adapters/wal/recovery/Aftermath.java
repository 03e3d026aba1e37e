package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.domain.id.StreamId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What lies behind the first position where no commit could be read. Either it proves that there was one, or
/// nobody was ever told of any of it.
final class Aftermath {

    /// Where nothing can be read any more.
    static final long NOWHERE = -1;

    private final LogFiles files;
    private final Checksum checksum;
    private final LogIndex index;
    private final long end;
    private final Map<String, String> affected = new LinkedHashMap<>();
    private String place = "a segment";
    private boolean proof;
    private long goesOnAt = NOWHERE;
    private long session;
    private long commits;
    private long records;
    private long bytes;

    /// @param index of everything before `end`
    /// @param end the first position without a commit
    /// @param proof whether it is known already that something durable lay there
    Aftermath(LogFiles files, Checksum checksum, LogIndex index, long end, boolean proof) {
        this.files = files;
        this.checksum = checksum;
        this.index = index;
        this.end = end;
        this.proof = proof;
    }

    /// Searches `segments`, of which the first holds `end`, or could not be read from its header on; there may be
    /// none.
    void search(List<FoundSegment> segments) throws IOException {
        for (FoundSegment segment : segments) {
            if (!segment.isSuperseded()) {
                if (segment.header() != null && segment.previousEnd() > end) {
                    proof = true;
                    goesOnAt = goesOnAt == NOWHERE ? segment.previousEnd() : goesOnAt;
                }
                search(segment);
            }
        }
        place = segments.isEmpty()
                ? "a segment"
                : "segment " + segments.getFirst().name();
    }

    /// Whether what lay at the end was durable once.
    boolean isDamage() {
        return proof;
    }

    /// The first position behind the end where the log can be read again; [#NOWHERE] if it cannot.
    long goesOnAt() {
        return goesOnAt;
    }

    /// What to say of the damage.
    DamagedLogException refusal() {
        return new DamagedLogException(
                "%s is damaged or missing at LSN %d, where durable records lay%s; nothing was changed. %s"
                        .formatted(place, end, affectedText(), whatToDo(end)));
    }

    /// What somebody can do about damage at `lsn`.
    static String whatToDo(long lsn) {
        return "Keep all files of the directory as they are; if there is a copy of what is missing, put it in place and"
                + " start again. To go on without what is lost, which is then written down as a gap for ever, start"
                + " once with --accept-loss-at %d; ./ttdust log verify shows all damage before".formatted(lsn);
    }

    private void search(FoundSegment segment) throws IOException {
        try (SegmentScanner scanner = new SegmentScanner(files, segment, checksum)) {
            long lsn = Math.max(end, segment.start());
            if (lsn == end && scanner.claimsCommit(lsn)) {
                commits++;
                bytes += scanner.end() - lsn;
                lsn += Blocks.BYTES;
            }
            while (lsn < segment.bound()) {
                if (scanner.load(lsn)) {
                    note(scanner, lsn);
                    lsn = scanner.end();
                } else {
                    lsn += Blocks.BYTES;
                }
            }
        }
    }

    private void note(SegmentScanner scanner, long lsn) {
        goesOnAt = goesOnAt == NOWHERE ? lsn : goesOnAt;
        commits++;
        bytes += scanner.end() - lsn;
        session = Math.max(session, scanner.session());
        proof |= scanner.durableLsn() > end;
        scanner.forEachFrame(this::note);
    }

    private void note(ByteBuffer window, int at, long lsn, long commitEnd) {
        records += FrameHeader.records(window, at);
        StreamId stream = FrameHeader.stream(window, at);
        int partition = FrameHeader.partition(window, at);
        PartitionIndex known = index.find(stream, partition);
        long kept = known == null ? 0 : known.endOffset();
        long next = FrameHeader.firstOffset(window, at);
        affected.computeIfAbsent(
                "%s partition %d".formatted(stream, partition),
                place -> next > kept ? LostOffsets.of(stream, partition, kept, next) : "");
    }

    private String affectedText() {
        return LostOffsets.text(
                affected.values().stream().filter(range -> !range.isEmpty()).toList());
    }

    /// The first position without a commit.
    long end() {
        return end;
    }

    /// The highest session seen.
    long session() {
        return session;
    }

    long commits() {
        return commits;
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }
}
