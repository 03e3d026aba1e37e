package io.ttdust.adapters.grpc.ingestion;

import io.ttdust.adapters.grpc.ordered.Incoming;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordAttributes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An `IngestRequest` as [RecordReader] decodes it.
///
/// @param stream id or name
/// @param schema the id the client expects the stream's schema to have; empty when it expects none
/// @param payload where it lies in the message
/// @param bytes what it holds on to: the message and its attributes
/// @param problem why the record is refused before anyone looks at it; null when it is not
record IncomingRecord(
        String stream,
        String schema,
        ByteBuffer payload,
        RecordAttributes attributes,
        int bytes,
        @Nullable Problem problem)
        implements Incoming {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /// A record of which nothing is kept.
    static IncomingRecord refused(Problem problem) {
        return new IncomingRecord("", "", NOTHING, RecordAttributes.NONE, 0, problem);
    }

    /// Whether it is for the same stream and expects the same schema, in the same words, as a record that was found
    /// good.
    boolean namesTheSameAs(IncomingRecord good) {
        return problem == null && stream.equals(good.stream) && schema.equals(good.schema);
    }
}
