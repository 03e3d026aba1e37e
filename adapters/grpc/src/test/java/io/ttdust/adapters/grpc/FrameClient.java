package io.ttdust.adapters.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.ingestion.v1.RecordInput;

/// One call of `IngestRecords`, from the client's side.
final class FrameClient extends CallClient<IngestRecordsRequest, IngestRecordsResponse> {

    FrameClient(Channel channel) {
        this(IngestionServiceGrpc.newStub(channel).withCompression("gzip"));
    }

    FrameClient(IngestionServiceGrpc.IngestionServiceStub stub) {
        super(stub::ingestRecords);
        server.setMessageCompression(false);
    }

    /// A frame for `clicks`.
    static IngestRecordsRequest frame(long id, String... payloads) {
        return frameTo("clicks", id, payloads).build();
    }

    static IngestRecordsRequest.Builder frameTo(String stream, long id, String... payloads) {
        IngestRecordsRequest.Builder frame =
                IngestRecordsRequest.newBuilder().setFrameId(id).setStreamId(stream);
        for (String payload : payloads) {
            frame.addRecords(RecordInput.newBuilder().setPayload(ByteString.copyFromUtf8(payload)));
        }
        return frame;
    }

    static RecordInput keyed(String key, String payload) {
        return RecordInput.newBuilder()
                .setPayload(ByteString.copyFromUtf8(payload))
                .setIdempotencyKey(key)
                .build();
    }

    /// From now on frames are sent compressed.
    FrameClient compressing() {
        server.setMessageCompression(true);
        return this;
    }
}
