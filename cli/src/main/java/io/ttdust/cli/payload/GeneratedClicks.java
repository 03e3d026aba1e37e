package io.ttdust.cli.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Click events of a shop's site, made from a seed. Every event is a different document, about 170 bytes long.
public final class GeneratedClicks implements PayloadSource {

    private static final String SCHEMA = "click.schema.json";
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final long FLAW_EVERY = 100;
    private static final Flaw[] FLAWS = Flaw.values();
    private static final String[] TYPES = {"click", "click", "click", "view", "view", "purchase", "signup"};
    private static final String[] SOURCES = {"search", "mail", "social", "direct"};
    private static final String[] DEVICES = {"mobile", "desktop", "tablet"};

    private final long seed;
    private final long size;
    private final boolean flawed;

    private GeneratedClicks(long seed, long size, boolean flawed) {
        if (size <= 0) {
            throw new IllegalArgumentException("size must be positive: " + size);
        }
        this.seed = seed;
        this.size = size;
        this.flawed = flawed;
    }

    /// Events of which one in a hundred is bad, every kind of [Flaw] in its turn.
    public static GeneratedClicks withFlaws(long seed, long size) {
        return new GeneratedClicks(seed, size, true);
    }

    /// Events that all satisfy the schema.
    public static GeneratedClicks sound(long seed, long size) {
        return new GeneratedClicks(seed, size, false);
    }

    /// The JSON Schema of the events.
    public static byte[] schema() {
        try (InputStream in = GeneratedClicks.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + SCHEMA);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long size() {
        return size;
    }

    /// How many of the events do not satisfy the schema or are not JSON.
    public long flawedCount() {
        return flawed ? (size + FLAW_EVERY / 2 - 1) / FLAW_EVERY : 0;
    }

    @Override
    public byte[] payload(long number) {
        SplittableRandom random = new SplittableRandom((seed * 0x9E3779B97F4A7C15L) ^ number);
        Flaw flaw = flawOf(number);
        StringBuilder json = new StringBuilder(192).append('{');
        if (flaw != Flaw.NO_USER) {
            json.append("\"user_id\":\"").append(user(number, random, flaw)).append("\",");
        }
        if (flaw == Flaw.NAME_TWICE) {
            json.append("\"event_type\":\"view\",");
        }
        String type = flaw == Flaw.UNKNOWN_EVENT_TYPE ? "hover" : TYPES[random.nextInt(TYPES.length)];
        json.append("\"event_type\":\"").append(type).append("\",\"timestamp\":\"");
        json.append(
                flaw == Flaw.TIMESTAMP_IN_WORDS
                        ? "yesterday"
                        : FIRST.plusMillis(number * 37).toString());
        json.append('"');
        amount(json, type, random, flaw);
        String device = flaw == Flaw.UNKNOWN_DEVICE ? "toaster" : DEVICES[random.nextInt(DEVICES.length)];
        json.append(",\"metadata\":{\"source\":\"").append(SOURCES[random.nextInt(SOURCES.length)]);
        json.append("\",\"campaign\":\"c").append(random.nextInt(1_000));
        json.append("\",\"device\":\"").append(device).append('"');
        if (flaw != Flaw.BROKEN_JSON) {
            json.append("}}");
        }
        return json.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private @Nullable Flaw flawOf(long number) {
        if (!flawed || number % FLAW_EVERY != FLAW_EVERY / 2) {
            return null;
        }
        return FLAWS[(int) (number / FLAW_EVERY % FLAWS.length)];
    }

    private static String user(long number, SplittableRandom random, @Nullable Flaw flaw) {
        if (flaw == Flaw.EMPTY_USER) {
            return "";
        }
        String user = "u" + random.nextInt(10_000) + "-" + number;
        return flaw == Flaw.LONG_USER ? user + "x".repeat(100) : user;
    }

    private static void amount(StringBuilder json, String type, SplittableRandom random, @Nullable Flaw flaw) {
        int cents = 1 + random.nextInt(50_000);
        if (flaw == Flaw.NEGATIVE_AMOUNT) {
            json.append(",\"amount\":-").append(cents);
        } else if (flaw == Flaw.AMOUNT_AS_TEXT) {
            json.append(",\"amount\":\"").append(cents).append('"');
        } else if (type.equals("purchase")) {
            json.append(",\"amount\":").append(cents / 100).append('.').append(cents % 100);
        }
    }
}
