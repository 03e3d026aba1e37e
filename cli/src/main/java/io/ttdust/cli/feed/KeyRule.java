package io.ttdust.cli.feed;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Where the idempotency keys of a run come from. Safe for use by many threads.
public sealed interface KeyRule {

    /// No keys: what is sent twice counts twice.
    record None() implements KeyRule {}

    /// A record's place in its file.
    ///
    /// @param prefix stands for the file
    record Place(String prefix) implements KeyRule {

        private static final int PREFIX_DIGITS = 24;

        /// For `file`, by its absolute path, so that equal lines of two files are two records.
        public static Place of(Path file) {
            try {
                byte[] path = file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(path);
                return new Place(HexFormat.of().formatHex(hash).substring(0, PREFIX_DIGITS));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    /// A string or number of the payload itself.
    record Field(JsonPointer pointer) implements KeyRule {}

    /// What a rule makes of a record.
    sealed interface Key {

        /// To be sent with this key.
        record Given(String text) implements Key {}

        /// To be sent without one: there is no rule, or the payload is no JSON and the server says so better.
        record Absent() implements Key {}

        /// Not to be sent: it would count twice when sent again.
        record Missing() implements Key {}
    }

    /// Whether a record that is sent again counts once.
    default boolean isSafeToRepeat() {
        return !(this instanceof None);
    }

    /// The key of a record.
    default Key keyOf(FedRecord fed) {
        return switch (this) {
            case None() -> new Key.Absent();
            case Place(String prefix) -> new Key.Given(prefix + "-" + fed.number());
            case Field(JsonPointer pointer) -> fieldOf(fed, pointer);
        };
    }

    private static Key fieldOf(FedRecord fed, JsonPointer pointer) {
        JsonNode payload = parsed(fed);
        if (payload == null) {
            return new Key.Absent();
        }
        JsonNode value = payload.at(pointer);
        boolean usable = value.isTextual() || value.isNumber();
        return usable && !value.asText().isEmpty() ? new Key.Given(value.asText()) : new Key.Missing();
    }

    private static @Nullable JsonNode parsed(FedRecord fed) {
        try {
            return Json.READER.readTree(fed.payload().newInput());
        } catch (IOException e) {
            return null;
        }
    }

    /// Holds the reader out of sight.
    final class Json {

        /// Numbers exactly: two that a `double` cannot tell apart are two keys.
        private static final ObjectMapper READER =
                new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

        private Json() {}
    }
}
