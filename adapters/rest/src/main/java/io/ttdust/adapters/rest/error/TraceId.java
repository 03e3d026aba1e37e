package io.ttdust.adapters.rest.error;

import io.micronaut.http.HttpRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The id under which a request is found in logs and answers: the one of its W3C `traceparent` header, else 32
/// random hex digits.
public final class TraceId {

    private static final String ATTRIBUTE = "ttdust.trace-id";
    private static final Pattern TRACE_PARENT = Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-.*");
    private static final String NONE = "0".repeat(32);

    private TraceId() {}

    /// The trace id of `request`, the same at every call.
    public static String of(HttpRequest<?> request) {
        String known = request.getAttribute(ATTRIBUTE, String.class).orElse(null);
        if (known != null) {
            return known;
        }
        String id = given(request.getHeaders().get("traceparent"));
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    private static String given(@Nullable String traceParent) {
        if (traceParent != null && traceParent.length() <= 512) {
            Matcher matcher = TRACE_PARENT.matcher(traceParent);
            if (matcher.matches() && !matcher.group(1).equals(NONE)) {
                return matcher.group(1);
            }
        }
        HexFormat hex = HexFormat.of();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
