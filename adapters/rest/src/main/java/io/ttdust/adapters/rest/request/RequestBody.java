package io.ttdust.adapters.rest.request;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.exceptions.BufferLengthExceededException;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.ttdust.adapters.rest.error.Quoted;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The body of one request on its way off the wire: bounded in bytes and in time, and inflated when it is
/// compressed.
/// Holds its share of the [BodyBudget] until it is closed. Blocks, so it belongs on a virtual thread.
public final class RequestBody implements AutoCloseable {

    /// The largest body any path takes, on the wire and inflated.
    public static final int BYTES_MAX = 16 << 20;

    /// The largest body that asks for a schema or a stream: a definition of 1 MiB, escaped generously.
    public static final int ADMIN_BYTES_MAX = 2 << 20;

    private static final long LENGTH_UNKNOWN = -1;

    private enum Coding {
        IDENTITY,
        GZIP,
        ZSTD
    }

    private final HttpRequest<?> request;
    private final BodyBudget.Share share;
    private final Duration arrivalMax;

    RequestBody(HttpRequest<?> request, BodyBudget.Share share, Duration arrivalMax) {
        this.request = request;
        this.share = share;
        this.arrivalMax = arrivalMax;
    }

    /// The whole body, as sent, of at most `bytesMax` bytes; a content coding is refused.
    public byte[] plain(int bytesMax) {
        Coding coding = coding();
        if (coding != Coding.IDENTITY) {
            throw unsupportedCoding(coding.name().toLowerCase(Locale.ROOT));
        }
        return read(bytesMax);
    }

    /// The whole body of at most `bytesMax` bytes after inflating.
    public byte[] inflated(int bytesMax) {
        Coding coding = coding();
        byte[] bytes = read(bytesMax);
        return switch (coding) {
            case IDENTITY -> bytes;
            case GZIP -> Gunzip.inflate(bytes, bytesMax, share);
            case ZSTD -> Unzstd.inflate(bytes, bytesMax, share);
        };
    }

    @Override
    public void close() {
        share.close();
    }

    private Coding coding() {
        List<String> codings = request.getHeaders().getAll(HttpHeaders.CONTENT_ENCODING);
        if (codings.isEmpty()) {
            return Coding.IDENTITY;
        }
        String coding = String.join(",", codings).strip().toLowerCase(Locale.ROOT);
        return switch (coding) {
            case "identity", "" -> Coding.IDENTITY;
            case "gzip", "x-gzip" -> Coding.GZIP;
            case "zstd" -> Coding.ZSTD;
            default -> throw unsupportedCoding(coding);
        };
    }

    private static RefusedException unsupportedCoding(String coding) {
        return RefusedException.of(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                "Content-Encoding '%s' is not taken here; records may be sent with gzip or zstd, anything else without"
                        .formatted(Quoted.cut(coding)));
    }

    private byte[] read(int bytesMax) {
        requireUtf8();
        ByteBody body = ((ServerHttpRequest<?>) request).byteBody();
        long declared = body.expectedLength().orElse(LENGTH_UNKNOWN);
        if (declared > bytesMax) {
            throw tooLarge(bytesMax);
        }
        // The server's own limit is all that bounds a body in chunks until it is whole.
        share.grow(declared == LENGTH_UNKNOWN ? BYTES_MAX : declared);
        try (CloseableByteBody own = body.move();
                CloseableAvailableByteBody whole = own.buffer().get(arrivalMax.toMillis(), TimeUnit.MILLISECONDS)) {
            if (whole.length() > bytesMax) {
                throw tooLarge(bytesMax);
            }
            return whole.toByteArray();
        } catch (ExecutionException e) {
            throw failed(e.getCause(), bytesMax);
        } catch (TimeoutException e) {
            throw stalled("the body did not arrive within %d ms".formatted(arrivalMax.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stalled("the server stopped before the body had arrived");
        }
    }

    private static RefusedException failed(@Nullable Throwable cause, int bytesMax) {
        return cause instanceof ContentLengthExceededException || cause instanceof BufferLengthExceededException
                ? tooLarge(bytesMax)
                : RefusedException.of(ErrorCode.INVALID_REQUEST, "the body could not be read to its end");
    }

    private static RefusedException tooLarge(int bytesMax) {
        return RefusedException.of(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "the body has more than %d bytes; split it into several requests".formatted(bytesMax));
    }

    private static RefusedException stalled(String message) {
        return new RefusedException(Problem.of(ErrorCode.INVALID_REQUEST, message), 408);
    }

    /// JSON is UTF-8 (RFC 8259); another declared charset is a misunderstanding to be told, not guessed around.
    private void requireUtf8() {
        Optional<MediaType> type = request.getContentType();
        if (type.isEmpty() && request.getHeaders().contains(HttpHeaders.CONTENT_TYPE)) {
            throw RefusedException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the Content-Type cannot be read");
        }
        String charset = type.flatMap(known -> known.getParameters().get(MediaType.CHARSET_PARAMETER))
                .orElse(StandardCharsets.UTF_8.name());
        if (!charset.replace("\"", "").equalsIgnoreCase(StandardCharsets.UTF_8.name())) {
            throw RefusedException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "JSON is taken as UTF-8 only");
        }
    }
}
