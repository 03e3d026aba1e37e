package io.ttdust.adapters.rest.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.ttdust.adapters.rest.error.Quoted;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.adapters.rest.json.Rfc3339;
import io.ttdust.application.ingest.IngestLimits;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.record.RecordAttributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One item of an `application/vnd.ttdust.records+json` array: where its payload lies in the body, untouched, and
/// what accompanies it.
///
/// @param start of the payload
/// @param end of the payload, exclusive
record RecordItem(int start, int end, RecordAttributes attributes) {

    private static final JsonFactory JSON = new JsonFactory();

    /// The members an item can have, and one more by which an item with too many is told.
    private static final int MEMBERS_MAX = 6;

    private static final char REPLACEMENT = '\uFFFD';

    /// Reads the item that starts at `start`; [JsonText#elements] has passed over it.
    ///
    /// @param partitionKey of an item that names none
    /// @throws RefusedException naming the member that cannot be taken
    static RecordItem read(byte[] body, int start, @Nullable String partitionKey) {
        if (body[start] != '{') {
            throw RefusedException.invalid("", "type", "an item must be an object with a 'payload'");
        }
        Reading reading = new Reading(body, partitionKey);
        int[] members = JsonText.members(body, start, MEMBERS_MAX);
        for (int i = 0; i < members.length; i += 4) {
            reading.member(text(body, members[i], members[i + 1], ""), members[i + 2], members[i + 3]);
        }
        return reading.item();
    }

    /// What is known of an item so far.
    private static final class Reading {

        private static final int PAYLOAD = 1;

        private final byte[] body;

        /// A bit for each member that was given, as [#bit] says.
        private int seen;

        private int payloadStart;
        private int payloadEnd;
        private @Nullable String idempotencyKey;
        private @Nullable String partitionKey;
        private Map<String, String> metadata = Map.of();
        private long eventTime = RecordAttributes.NO_EVENT_TIME;

        private Reading(byte[] body, @Nullable String partitionKey) {
            this.body = body;
            this.partitionKey = partitionKey;
        }

        private void member(String name, int start, int end) {
            int bit = bit(name);
            if ((seen & bit) != 0) {
                throw RefusedException.invalid(
                        Quoted.pointer(name), "duplicate", "a member of the item is given twice");
            }
            seen |= bit;
            boolean absent = body[start] == 'n';
            switch (name) {
                case "payload" -> {
                    payloadStart = start;
                    payloadEnd = end;
                }
                case "idempotency_key" -> idempotencyKey = absent ? null : text(body, start, end, "/idempotency_key");
                case "partition_key" -> partitionKey = absent ? partitionKey : text(body, start, end, "/partition_key");
                case "metadata" -> metadata = absent ? Map.of() : strings(body, start);
                case "event_time" -> eventTime = absent ? eventTime : time(text(body, start, end, "/event_time"));
                default ->
                    throw RefusedException.invalid(
                            Quoted.pointer(name),
                            "unknown",
                            "an item takes payload, idempotency_key, metadata, partition_key and event_time only");
            }
        }

        /// The bit of a member that an item can have; none of any other, which is refused when it is met.
        private static int bit(String name) {
            return switch (name) {
                case "payload" -> PAYLOAD;
                case "idempotency_key" -> 2;
                case "partition_key" -> 4;
                case "metadata" -> 8;
                case "event_time" -> 16;
                default -> 0;
            };
        }

        private RecordItem item() {
            if ((seen & PAYLOAD) == 0) {
                throw RefusedException.invalid("/payload", "required", "'payload' is required");
            }
            RecordAttributes own = new RecordAttributes(idempotencyKey, partitionKey, metadata, eventTime);
            return new RecordItem(payloadStart, payloadEnd, own.isEmpty() ? RecordAttributes.NONE : own);
        }
    }

    private static long time(String text) {
        Instant time = Rfc3339.parse(text);
        if (time == null) {
            throw RefusedException.invalid(
                    "/event_time", "format", "'event_time' must be an RFC 3339 time such as 2026-01-31T12:00:00Z");
        }
        return Micros.of(time);
    }

    private static Map<String, String> strings(byte[] body, int start) {
        if (body[start] != '{') {
            throw RefusedException.invalid("/metadata", "type", "'metadata' must be an object of strings");
        }
        Map<String, String> pairs = new HashMap<>();
        // One pair beyond the limit is enough for the record to be rejected.
        int[] members = JsonText.members(body, start, IngestLimits.METADATA_PAIRS_MAX + 1);
        for (int i = 0; i < members.length; i += 4) {
            String name = text(body, members[i], members[i + 1], "/metadata");
            String place = "/metadata" + Quoted.pointer(name);
            if (pairs.put(name, text(body, members[i + 2], members[i + 3], place)) != null) {
                throw RefusedException.invalid(place, "duplicate", "a pair of 'metadata' is given twice");
            }
        }
        return pairs;
    }

    /// The string whose JSON text, quotes included, lies at `[start, end)`.
    private static String text(byte[] body, int start, int end, String pointer) {
        if (body[start] != '"') {
            throw RefusedException.invalid(pointer, "type", "'%s' must be a string".formatted(pointer));
        }
        String text = decode(body, start + 1, end - 1, pointer);
        return text.indexOf('\\') < 0 ? text : unescaped(decode(body, start, end, pointer), pointer);
    }

    /// The text at `[start, end)`, which must be UTF-8. The JDK's fast decoder puts a replacement character
    /// where it is not; only when there is one does a strict decoder, an object for each text, have to tell
    /// whether it was sent.
    private static String decode(byte[] body, int start, int end, String pointer) {
        String text = new String(body, start, end - start, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RefusedException.invalid(pointer, "text", "'%s' is not UTF-8".formatted(pointer));
        }
    }

    private static String unescaped(String json, String pointer) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            String text = parser.getText();
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw RefusedException.invalid(
                        pointer, "text", "'%s' must not hold half of a surrogate pair".formatted(pointer));
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("reading what was read before", e);
        }
    }
}
