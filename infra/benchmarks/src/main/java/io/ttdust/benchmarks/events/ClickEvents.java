package io.ttdust.benchmarks.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Valid click events of exactly 1 KiB, the same bytes for the same seed. No two events of a run are alike.
public final class ClickEvents {

    /// Length of every event, bytes.
    public static final int BYTES = 1024;

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] TYPES = {"click", "view", "purchase", "signup"};
    private static final String[] DEVICES = {"mobile", "desktop", "tablet"};
    private static final String[] WORDS = {
        "spring", "sale", "newsletter", "banner", "retarget", "brand", "video", "summer", "partner", "footer"
    };

    private ClickEvents() {}

    /// `count` events.
    public static List<byte[]> generate(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(event(random, i));
        }
        return events;
    }

    private static byte[] event(SplittableRandom random, int number) {
        StringBuilder json = new StringBuilder(BYTES);
        json.append("{\"user_id\":\"user-").append(number).append('-').append(random.nextInt(1_000_000));
        json.append("\",\"event_type\":\"").append(TYPES[random.nextInt(TYPES.length)]);
        json.append("\",\"timestamp\":\"").append(FIRST.plusMillis(random.nextInt(1_000_000_000)));
        json.append("\",\"amount\":")
                .append(random.nextInt(100_000))
                .append('.')
                .append(random.nextInt(10, 100));
        json.append(",\"metadata\":{\"device\":\"").append(DEVICES[random.nextInt(DEVICES.length)]);
        json.append("\",\"source\":\"");
        appendWords(json, random, BYTES / 2);
        json.append("\",\"campaign\":\"");
        appendWords(json, random, BYTES - "\"}}".length());
        return json.append("\"}}").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Until `json` has `length` characters.
    private static void appendWords(StringBuilder json, SplittableRandom random, int length) {
        while (json.length() < length) {
            json.append(WORDS[random.nextInt(WORDS.length)])
                    .append(random.nextInt(1_000))
                    .append('-');
        }
        json.setLength(length);
    }
}
