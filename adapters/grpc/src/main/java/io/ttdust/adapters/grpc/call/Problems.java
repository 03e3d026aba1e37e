package io.ttdust.adapters.grpc.call;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import io.ttdust.proto.ingestion.v1.FieldValidationError;
import io.ttdust.proto.ingestion.v1.IngestError;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a [Problem] is said over gRPC: as the status that ends a call, or in band.
public final class Problems {

    static final String DOMAIN = "ttdust";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private Problems() {}

    /// A request whose field `name` cannot be honoured.
    public static Problem invalidField(String name, String keyword, String message) {
        String sentence = name + " " + message;
        return Problem.of(ErrorCode.INVALID_REQUEST, sentence, List.of(new Violation("/" + name, keyword, sentence)));
    }

    /// A request that names no stream.
    public static Problem missingStream() {
        return invalidField("stream_id", "required", "is missing; give the stream's id or name");
    }

    /// What a caller is told of an exception at the boundary: that storage is away, or, for anything that should
    /// not happen, a trace id under which the log has the details.
    public static Problem of(RuntimeException failure, String doing) {
        if (failure instanceof StorageFullException) {
            return Problem.retryable(
                    ErrorCode.STORAGE_FULL, "the disk is full: %s".formatted(failure.getMessage()), RETRY_AFTER);
        }
        byte[] id = new byte[16];
        ThreadLocalRandom.current().nextBytes(id);
        String traceId = HexFormat.of().formatHex(id);
        if (failure instanceof StorageException) {
            LOG.warn("storage failed while {}, trace_id {}", doing, traceId, failure);
            return Problem.retryable(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "storage is away; send again later (trace id %s)".formatted(traceId),
                    RETRY_AFTER);
        }
        LOG.error("failed while {}, trace_id {}", doing, traceId, failure);
        return Problem.of(
                ErrorCode.INTERNAL_ERROR, "an error on our side; the server's log has it under trace id " + traceId);
    }

    /// What a call is ended with when the server shuts down before the client has finished.
    public static StatusRuntimeException shuttingDown() {
        return status(Problem.retryable(
                ErrorCode.STORAGE_UNAVAILABLE,
                "the server is shutting down; what is not answered was not taken, send it again elsewhere",
                RETRY_AFTER));
    }

    /// What a call is ended with of which a message does not come to its end. The same message may well be taken
    /// when it is sent again, which no code of the product says.
    static StatusRuntimeException stalled(Duration arrivalMax) {
        return Status.DEADLINE_EXCEEDED
                .withDescription("a message did not arrive within %d ms and was not taken; send it again, in smaller"
                                .formatted(arrivalMax.toMillis())
                        + " messages if the network is slow. What else is without an answer may be written or not")
                .asRuntimeException();
    }

    /// The status, with `ErrorInfo` (the code), `BadRequest` (the violations) and `RetryInfo` in its details.
    public static StatusRuntimeException status(Problem problem) {
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(code(problem.code()).value())
                .setMessage(problem.message())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(problem.code().name())
                        .setDomain(DOMAIN)
                        .build()));
        if (!problem.violations().isEmpty()) {
            BadRequest.Builder bad = BadRequest.newBuilder();
            for (Violation violation : problem.violations()) {
                bad.addFieldViolations(BadRequest.FieldViolation.newBuilder()
                        .setField(fieldName(violation))
                        .setDescription(violation.message()));
            }
            status.addDetails(Any.pack(bad.build()));
        }
        Duration retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(retryAfter.getSeconds())
                            .setNanos(retryAfter.getNano()))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /// Ends the call with the problem's status. Nobody else may answer the call at the same time.
    public static void close(ServerCall<?, ?> call, Problem problem) {
        close(call, status(problem));
    }

    /// Ends the call with that status. Nobody else may answer the call at the same time.
    static void close(ServerCall<?, ?> call, StatusRuntimeException status) {
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    /// The problem in band.
    public static IngestError error(Problem problem) {
        IngestError.Builder error =
                IngestError.newBuilder().setCode(problem.code().name()).setMessage(problem.message());
        for (Violation violation : problem.violations()) {
            error.addFieldErrors(FieldValidationError.newBuilder()
                    .setPath(violation.path())
                    .setMessage(violation.message())
                    .setKeyword(violation.keyword())
                    .setPointer(violation.pointer()));
        }
        Duration retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            error.setRetryAfterMillis(retryAfter.toMillis());
        }
        return error.build();
    }

    /// `$.limit` without its root: `BadRequest` names fields of the request message.
    private static String fieldName(Violation violation) {
        String path = violation.path();
        return path.startsWith("$.") ? path.substring(2) : path;
    }

    private static Status.Code code(ErrorCode code) {
        return switch (code) {
            case VALIDATION_ERROR,
                    INVALID_JSON,
                    INVALID_REQUEST,
                    PAYLOAD_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    SCHEMA_INVALID -> Status.Code.INVALID_ARGUMENT;
            case AUTHENTICATION_FAILED -> Status.Code.UNAUTHENTICATED;
            case AUTHORIZATION_FAILED -> Status.Code.PERMISSION_DENIED;
            case NOT_FOUND -> Status.Code.NOT_FOUND;
            case CONFLICT, IDEMPOTENCY_CONFLICT -> Status.Code.ALREADY_EXISTS;
            case IDEMPOTENCY_IN_FLIGHT -> Status.Code.ABORTED;
            case SCHEMA_INCOMPATIBLE, STREAM_NOT_ACTIVE -> Status.Code.FAILED_PRECONDITION;
            case OVERLOADED -> Status.Code.RESOURCE_EXHAUSTED;
            case STORAGE_UNAVAILABLE, STORAGE_FULL -> Status.Code.UNAVAILABLE;
            case INTERNAL_ERROR -> Status.Code.INTERNAL;
        };
    }
}
