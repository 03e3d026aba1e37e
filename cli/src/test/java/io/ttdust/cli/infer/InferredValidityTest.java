package io.ttdust.cli.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import io.ttdust.domain.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever the samples are, all of them are valid under what they suggest, and the same samples suggest the same.
class InferredValidityTest {

    private static final int RUNS = 250;

    @Test
    void everySampleIsValid() {
        for (long seed = 1; seed <= RUNS; seed++) {
            Samples samples = new Samples(new Random(seed));
            Random choices = new Random(-seed);
            InferenceRules rules =
                    new InferenceRules(choices.nextInt(4) > 0, choices.nextInt(4) > 0, choices.nextBoolean());
            List<String> records = samples.records();

            String definition = definition(rules, records);

            assertThat(definition(rules, records)).as("seed %d", seed).isEqualTo(definition);
            Verdicts verdicts = Verdicts.of(definition);
            for (String record : records) {
                Problem problem = verdicts.on(record);
                if (problem != null) {
                    fail("seed %d: %s, %s under %s", seed, problem, record, definition);
                }
            }
        }
    }

    @Tag("shared-data")
    @ParameterizedTest
    @CsvSource({"earthquakes, 1707, 1707", "flights, 1000, 20000"})
    void everyRealRecordIsValid(String name, int samples, int records) throws IOException {
        Path data = Path.of(Objects.requireNonNull(System.getProperty("ttdust.shared-data")));
        List<String> lines = Files.readAllLines(data.resolve(name + ".ndjson"));

        Verdicts verdicts = Verdicts.of(definition(new InferenceRules(true, true, true), lines.subList(0, samples)));

        assertThat(lines)
                .hasSize(records)
                .allSatisfy(line -> assertThat(verdicts.on(line)).isNull());
    }

    /// The first thousand stand for all where nothing rare was missed.
    @Tag("shared-data")
    @Test
    void realRecordsAreValidUnderWhatTheFirstOfThemSuggest() throws IOException {
        Path data = Path.of(Objects.requireNonNull(System.getProperty("ttdust.shared-data")));
        List<String> lines = Files.readAllLines(data.resolve("earthquakes.ndjson"));

        Verdicts verdicts = Verdicts.of(definition(InferenceRules.USUAL, lines.subList(0, 1_000)));

        assertThat(lines).allMatch(line -> verdicts.on(line) == null);
    }

    private static String definition(InferenceRules rules, List<String> records) {
        SchemaInference inference = new SchemaInference(rules);
        records.forEach(record ->
                assertThat(inference.add(ByteString.copyFromUtf8(record))).isNull());
        return inference.schema().text();
    }

    /// Records with a likeness to each other, as real ones have.
    private static final class Samples {

        private static final String[] TEXTS = {
            "\"on\"",
            "\"off\"",
            "\"\"",
            "\"2026-01-31\"",
            "\"10:30:00Z\"",
            "\"2026-01-31T10:30:00Z\"",
            "\"a@example.com\"",
            "\"10.0.0.1\"",
            "\"::1\"",
            "\"https://example.com/a?b=c\"",
            "\"\u00e4\ud83d\ude00\\n\\u0041\"",
            "\"0198c0de-1234-7abc-8def-0123456789ab\""
        };
        private static final String[] NUMBERS = {"0", "-1", "9007199254740993", "1.0", "-0.5", "1e300", "1e-7"};
        private static final String[] NAMES = {"a", "b", "type", "$ref", "properties", "required", "\u00e4/~ \\\"", ""};

        private final Random random;
        private final int namesOfMaps;

        Samples(Random random) {
            this.random = random;
            this.namesOfMaps = random.nextInt(20) == 0 ? 3_000 : 200;
        }

        List<String> records() {
            int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 30);
            int likeness = random.nextInt(4);
            long kind = random.nextLong();
            List<String> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                // with some likeness the places of a record hold the same kinds as those of another
                records.add(object(3, likeness == 0 ? random.nextLong() : kind));
            }
            return records;
        }

        private String object(int depth, long kind) {
            Random kinds = new Random(kind);
            StringBuilder object = new StringBuilder("{");
            boolean map = kinds.nextInt(6) == 0;
            int size = map ? random.nextInt(60) : NAMES.length;
            for (int i = 0; i < size; i++) {
                long below = kinds.nextLong();
                boolean always = kinds.nextBoolean();
                String name = map ? "k" + (i * namesOfMaps + random.nextInt(namesOfMaps)) : NAMES[i];
                if (map || always || random.nextInt(5) > 0) {
                    object.append(object.length() > 1 ? "," : "")
                            .append('"')
                            .append(name)
                            .append("\":")
                            .append(value(depth - 1, map ? kind : below));
                }
            }
            return object.append('}').toString();
        }

        private String value(int depth, long kind) {
            Random kinds = new Random(kind);
            int chosen = random.nextInt(30) == 0 ? random.nextInt(8) : kinds.nextInt(8);
            int text = kinds.nextInt(TEXTS.length);
            return switch (chosen) {
                case 0 -> depth > 0 ? object(depth, kinds.nextLong()) : "{}";
                case 1 -> array(depth, kinds.nextLong());
                case 2 -> random.nextInt(20) > 0 ? TEXTS[text] : TEXTS[random.nextInt(TEXTS.length)];
                case 3 -> TEXTS[random.nextInt(2)];
                case 4 -> NUMBERS[random.nextInt(3)];
                case 5 -> NUMBERS[random.nextInt(NUMBERS.length)];
                case 6 -> random.nextBoolean() ? "true" : "false";
                default -> "null";
            };
        }

        private String array(int depth, long kind) {
            List<String> items = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0 && depth > 0; i--) {
                items.add(value(depth - 1, kind));
            }
            return "[" + String.join(",", items) + "]";
        }
    }
}
