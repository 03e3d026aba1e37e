package io.ttdust.adapters.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.ttdust.proto.ingestion.v1.IngestRequest;
import io.ttdust.proto.ingestion.v1.IngestResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;

/// One call of `IngestStream`, from the client's side.
final class RecordClient extends CallClient<IngestRequest, IngestResponse> {

    RecordClient(Channel channel) {
        super(IngestionServiceGrpc.newStub(channel)::ingestStream);
    }

    /// A record for `clicks`.
    static IngestRequest record(String payload) {
        return recordTo("clicks", payload).build();
    }

    static IngestRequest.Builder recordTo(String stream, String payload) {
        return IngestRequest.newBuilder().setStreamId(stream).setPayload(ByteString.copyFromUtf8(payload));
    }
}
