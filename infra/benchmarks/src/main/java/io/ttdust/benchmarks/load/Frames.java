package io.ttdust.benchmarks.load;

import com.google.protobuf.ByteString;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.RecordInput;
import java.util.ArrayList;
import java.util.List;

/// Frames made before the measurement and sent over and over, so that the producer costs the server's cores little.
/// A frame's id is its place in the list.
///
/// @param records in each frame
public record Frames(List<IngestRecordsRequest> requests, int records) {

    /// All of `events`, in order, in frames of `records`; what does not fill a last frame is left out.
    public static Frames of(String stream, List<byte[]> events, int records) {
        List<IngestRecordsRequest> requests = new ArrayList<>();
        for (int first = 0; first + records <= events.size(); first += records) {
            IngestRecordsRequest.Builder frame = IngestRecordsRequest.newBuilder()
                    .setFrameId(requests.size())
                    .setStreamId(stream);
            for (int i = first; i < first + records; i++) {
                frame.addRecords(RecordInput.newBuilder().setPayload(ByteString.copyFrom(events.get(i))));
            }
            requests.add(frame.build());
        }
        return new Frames(List.copyOf(requests), records);
    }

    public IngestRecordsRequest get(long number) {
        return requests.get((int) (number % requests.size()));
    }
}
