package io.ttdust.cli.client;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.ttdust.proto.ingestion.v1.AcceptedRun;
import io.ttdust.proto.ingestion.v1.FieldValidationError;
import io.ttdust.proto.ingestion.v1.IngestError;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceImplBase;
import io.ttdust.proto.ingestion.v1.RecordInput;
import io.ttdust.proto.ingestion.v1.RecordVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A stream in memory with idempotency keys, which can be told to misbehave. There is every stream but `absent`.
public final class FakeIngestion extends IngestionServiceImplBase {

    /// A record whose payload holds this is rejected.
    public static final String BAD = "\"amount\":-1";

    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private final List<IngestRecordsRequest> frames = new ArrayList<>();
    private UnaryOperator<IngestRecordsResponse> distortion = answer -> answer;
    private int breakAfterFrames = Integer.MAX_VALUE;
    private int refuseFrames;

    /// Breaks each call from now on after so many frames: the one after them is written and not answered.
    public synchronized void breakAfter(int count) {
        breakAfterFrames = count;
    }

    /// Refuses the next `count` frames for 30 ms.
    public synchronized void refuse(int count) {
        refuseFrames = count;
    }

    /// Changes every answer before it is sent.
    public synchronized void distort(UnaryOperator<IngestRecordsResponse> change) {
        distortion = change;
    }

    /// The keys written, in the order of their offsets.
    public synchronized List<String> keys() {
        return List.copyOf(offsets.keySet());
    }

    public synchronized List<IngestRecordsRequest> frames() {
        return List.copyOf(frames);
    }

    @Override
    public StreamObserver<IngestRecordsRequest> ingestRecords(StreamObserver<IngestRecordsResponse> answers) {
        return new StreamObserver<>() {
            private int seen;
            private boolean broken;

            @Override
            public void onNext(IngestRecordsRequest frame) {
                if (broken) {
                    return;
                }
                IngestRecordsResponse answer = answer(frame);
                if (seen++ >= breakAfterFrames) {
                    broken = true;
                    answers.onError(Status.UNAVAILABLE.asRuntimeException());
                    return;
                }
                answers.onNext(answer);
            }

            @Override
            public void onError(Throwable problem) {
                broken = true;
            }

            @Override
            public void onCompleted() {
                if (!broken) {
                    answers.onCompleted();
                }
            }
        };
    }

    private synchronized IngestRecordsResponse answer(IngestRecordsRequest frame) {
        frames.add(frame);
        IngestRecordsResponse.Builder answer =
                IngestRecordsResponse.newBuilder().setFrameId(frame.getFrameId());
        if (refuseFrames > 0) {
            refuseFrames--;
            return answer.setError(
                            IngestError.newBuilder().setCode("OVERLOADED").setRetryAfterMillis(30))
                    .build();
        }
        if (frame.getStreamId().equals("absent")) {
            return answer.setError(IngestError.newBuilder().setCode("NOT_FOUND").setMessage("there is no such stream"))
                    .build();
        }
        for (int index = 0; index < frame.getRecordsCount(); index++) {
            RecordInput record = frame.getRecords(index);
            if (record.getPayload().toStringUtf8().contains(BAD)) {
                answer.addOthers(rejection(index));
                continue;
            }
            String key = record.hasIdempotencyKey() ? record.getIdempotencyKey() : "no key " + offsets.size();
            Integer before = offsets.putIfAbsent(key, offsets.size());
            if (before == null) {
                answer.addAccepted(AcceptedRun.newBuilder()
                        .setFirstIndex(index)
                        .setCount(1)
                        .setFirstSequenceNumber(offsets.size() - 1));
            } else {
                answer.addOthers(RecordVerdict.newBuilder()
                        .setIndex(index)
                        .setStatus(io.ttdust.proto.ingestion.v1.Status.STATUS_DUPLICATE)
                        .setSequenceNumber(before));
            }
        }
        return distortion.apply(answer.build());
    }

    private static RecordVerdict.Builder rejection(int index) {
        return RecordVerdict.newBuilder()
                .setIndex(index)
                .setStatus(io.ttdust.proto.ingestion.v1.Status.STATUS_VALIDATION_ERROR)
                .setError(IngestError.newBuilder()
                        .setCode("VALIDATION_ERROR")
                        .setMessage("The payload breaks its schema")
                        .addFieldErrors(FieldValidationError.newBuilder()
                                .setPointer("/amount")
                                .setKeyword("minimum")
                                .setMessage("must be at least 0")));
    }
}
