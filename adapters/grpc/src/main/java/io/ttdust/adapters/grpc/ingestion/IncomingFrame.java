package io.ttdust.adapters.grpc.ingestion;

import io.ttdust.adapters.grpc.ordered.Incoming;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/// An `IngestRecordsRequest` as [FrameReader] decodes it.
///
/// @param frameId the client's, handed back; 0 if the message broke off before it
/// @param stream id or name
/// @param atomic whether all records are written or none
/// @param recordIds whether the client wants them listed
/// @param bytes what the records hold on to: the message and their attributes
/// @param problem why the frame is refused whole; null when it is not
record IncomingFrame(
        long frameId,
        String stream,
        RecordBatch records,
        boolean atomic,
        boolean recordIds,
        int bytes,
        @Nullable Problem problem)
        implements Incoming {

    static final RecordBatch NO_RECORDS = RecordBatch.builder(0, 0).build();

    /// A frame of which nothing else was read.
    static IncomingFrame refused(long frameId, Problem problem) {
        return new IncomingFrame(frameId, "", NO_RECORDS, false, false, 0, problem);
    }
}
