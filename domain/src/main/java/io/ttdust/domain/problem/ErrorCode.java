package io.ttdust.domain.problem;

/// Every error code a caller can see; the same over HTTP and gRPC. Each has a page in `infra/docs/errors`.
public enum ErrorCode {
    VALIDATION_ERROR(422, false),
    INVALID_JSON(400, false),
    INVALID_REQUEST(400, false),
    PAYLOAD_TOO_LARGE(413, false),
    UNSUPPORTED_MEDIA_TYPE(415, false),
    AUTHENTICATION_FAILED(401, false),
    AUTHORIZATION_FAILED(403, false),
    NOT_FOUND(404, false),
    CONFLICT(409, false),
    SCHEMA_INCOMPATIBLE(409, false),
    SCHEMA_INVALID(422, false),
    IDEMPOTENCY_CONFLICT(422, false),
    IDEMPOTENCY_IN_FLIGHT(409, true),
    STREAM_NOT_ACTIVE(409, false),
    OVERLOADED(429, true),
    STORAGE_UNAVAILABLE(503, true),
    STORAGE_FULL(503, true),
    INTERNAL_ERROR(500, true);

    private final int httpStatus;
    private final boolean retryable;

    ErrorCode(int httpStatus, boolean retryable) {
        this.httpStatus = httpStatus;
        this.retryable = retryable;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /// Whether the same request may succeed later without being changed.
    public boolean retryable() {
        return retryable;
    }
}
