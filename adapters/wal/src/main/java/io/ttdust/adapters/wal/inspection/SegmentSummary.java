package io.ttdust.adapters.wal.inspection;

/// A segment file as an inspection found it.
///
/// @param name of the file
/// @param base the LSN of its first byte
/// @param bytes of the file
/// @param state what the log makes of it
/// @param session that wrote it; 0 without a header
/// @param previousEnd where the log ended before it; its base without a header
/// @param end behind its last readable commit; its base where there is none
/// @param commits readable ones, those without frames included
/// @param records in them
/// @param firstMicros receive time of the first frame, Unix microseconds; 0 without frames
/// @param lastMicros receive time of the last frame; 0 without frames
public record SegmentSummary(
        String name,
        long base,
        long bytes,
        State state,
        long session,
        long previousEnd,
        long end,
        long commits,
        long records,
        long firstMicros,
        long lastMicros) {

    /// What a log makes of a segment file.
    public enum State {
        /// Part of the log.
        IN_USE,
        /// Everything in it was released; it becomes a spare at the next start.
        RELEASED,
        /// An earlier recovery went on as if it had never been.
        SUPERSEDED,
        /// It has no header of this log at this place.
        NO_HEADER
    }
}
