package io.ttdust.cli.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratedClicksTest {

    private static final int SIZE = 2_000;

    @Test
    void givesTheSameBytesForANumberEveryTime() {
        GeneratedClicks once = GeneratedClicks.withFlaws(7, SIZE);
        GeneratedClicks again = GeneratedClicks.withFlaws(7, SIZE);

        for (int number = SIZE - 1; number >= 0; number--) {
            assertThat(again.payload(number)).isEqualTo(once.payload(number));
        }
    }

    @Test
    void givesOtherEventsForAnotherSeed() {
        assertThat(GeneratedClicks.sound(1, SIZE).payload(5))
                .isNotEqualTo(GeneratedClicks.sound(2, SIZE).payload(5));
    }

    @Test
    void givesADifferentDocumentForEveryNumber() {
        GeneratedClicks events = GeneratedClicks.sound(1, SIZE);

        Set<String> seen = new HashSet<>();
        for (int number = 0; number < SIZE; number++) {
            assertThat(seen.add(text(events, number))).isTrue();
        }
    }

    @Test
    void spoilsOneEventInAHundredAndLeavesTheOthersAsTheyAre() {
        GeneratedClicks sound = GeneratedClicks.sound(3, SIZE);
        GeneratedClicks flawed = GeneratedClicks.withFlaws(3, SIZE);

        int different = 0;
        for (int number = 0; number < SIZE; number++) {
            if (!text(sound, number).equals(text(flawed, number))) {
                different++;
            }
        }

        assertThat(different).isEqualTo(SIZE / 100).isEqualTo((int) flawed.flawedCount());
    }

    @Test
    void countsTheFlawsOfASizeThatIsNoMultipleOfAHundred() {
        assertThat(GeneratedClicks.withFlaws(3, 50).flawedCount()).isZero();
        assertThat(GeneratedClicks.withFlaws(3, 51).flawedCount()).isOne();
        assertThat(GeneratedClicks.withFlaws(3, 150).flawedCount()).isOne();
        assertThat(GeneratedClicks.withFlaws(3, 151).flawedCount()).isEqualTo(2);
    }

    @Test
    void spoilsInEveryWayThereIs() {
        GeneratedClicks flawed = GeneratedClicks.withFlaws(3, 1_000);

        assertThat(text(flawed, 50)).doesNotContain("user_id");
        assertThat(text(flawed, 150)).contains("\"user_id\":\"\"");
        assertThat(text(flawed, 250)).contains("x".repeat(100));
        assertThat(text(flawed, 350)).contains("\"hover\"");
        assertThat(text(flawed, 450)).contains("\"yesterday\"");
        assertThat(text(flawed, 550)).contains("\"amount\":-");
        assertThat(text(flawed, 650)).contains("\"amount\":\"");
        assertThat(text(flawed, 750)).contains("\"toaster\"");
        assertThat(text(flawed, 850)).doesNotEndWith("}");
        assertThat(text(flawed, 950).split("event_type", -1)).hasSize(3);
    }

    @Test
    void soundEventsHaveWhatTheSchemaRequires() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode schema = json.readTree(GeneratedClicks.schema());
        GeneratedClicks events = GeneratedClicks.sound(9, SIZE);

        for (int number = 0; number < SIZE; number++) {
            JsonNode event = json.readTree(events.payload(number));
            for (JsonNode required : schema.path("required")) {
                assertThat(event.has(required.asText())).isTrue();
            }
            assertThat(event.path("amount").asDouble()).isNotNegative();
        }
    }

    private static String text(PayloadSource source, long number) {
        return new String(source.payload(number), StandardCharsets.UTF_8);
    }
}
