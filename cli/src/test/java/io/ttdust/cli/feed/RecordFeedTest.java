package io.ttdust.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.cli.console.CommandException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFeedTest {

    @Test
    void givesTheLinesWithTheirNumbersAndWithoutTheirEnds() {
        assertThat(read("{\"a\":1}\n\n  \r\n{\"b\":2}\r\n {\"c\": 3} \n{\"d\":4}"))
                .containsExactly("1 {\"a\":1}", "4 {\"b\":2}", "5 {\"c\": 3} ", "6 {\"d\":4}");
    }

    @Test
    void leavesALineThatIsNoJsonToTheServer() {
        assertThat(read("nonsense\n{\"a\":\n\"[\"\n")).containsExactly("1 nonsense", "2 {\"a\":", "3 \"[\"");
    }

    @Test
    void givesNothingOfAnEmptySource() {
        assertThat(read("")).isEmpty();
        assertThat(read(" \n\r\n\t")).isEmpty();
        assertThat(read(" [ ] \n")).isEmpty();
    }

    @Test
    void cutsAnArrayAtItsCommas() {
        assertThat(read("\n [ {\"a\":[1,2]} ,\n{\"t\":\"],}\\\"\\\\\"}\n,{\"n\":{\"m\":[{}]}}, 7 , \"x\" ]\n"))
                .containsExactly(
                        "1 {\"a\":[1,2]}", "2 {\"t\":\"],}\\\"\\\\\"}", "3 {\"n\":{\"m\":[{}]}}", "4 7", "5 \"x\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"a\":1}", "[{\"a\":\"]\"", "[{\"a\":1},", "["})
    void saysWhichItemOfAnArrayIsCutShort(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("ends within item");
    }

    @Test
    void saysThatSomethingFollowsTheArray() {
        assertThatThrownBy(() -> read("[1]\n[2]\n"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("something follows the array, at line 2");
    }

    @Test
    void showsWhatIsToComeAndGivesItAllTheSame() {
        byte[] text = "[1,2,3,4,".getBytes(StandardCharsets.UTF_8);
        try (RecordFeed feed = RecordFeed.open(new ByteArrayInputStream(text))) {
            assertThat(feed.readAhead(2, 100)).extracting(FedRecord::number).containsExactly(1L, 2L);
            assertThat(feed.readAhead(9, 3)).extracting(FedRecord::number).containsExactly(1L, 2L, 3L);
            assertThat(feed.readAhead(9, 100)).hasSize(4);
            assertThat(feed.isReady()).isTrue();

            for (long number = 1; number <= 4; number++) {
                assertThat(feed.next()).extracting(FedRecord::number).isEqualTo(number);
            }
            assertThatThrownBy(feed::next)
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("ends within item 5");
        }
    }

    @Test
    void readsTheSameFromAFileAndKnowsHowFarItIs(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("events.ndjson");
        String text = "{\"t\":\"%s\"}\n".formatted("x".repeat(100)).repeat(2_000);
        Files.writeString(file, text);

        try (RecordFeed feed = RecordFeed.open(file)) {
            int count = 0;
            while (feed.next() != null) {
                count++;
            }
            assertThat(count).isEqualTo(2_000);
            assertThat(feed.position()).isEqualTo(text.length());
            assertThat(feed.isReady()).isFalse();
        }
    }

    @Test
    void doesNotHoldALineThatNoRecordCanBe() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        try (RecordFeed feed = RecordFeed.open(endless)) {
            assertThatThrownBy(feed::next)
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("line 1 has more than 16777216 bytes");
        }
    }

    @Test
    void namesTheFileItCannotRead(@TempDir Path folder) {
        assertThatThrownBy(() -> RecordFeed.open(folder.resolve("absent")).close())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> RecordFeed.open(folder).close())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is a folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1\n\u00ffa\n{\"b\":2}",
                "1\na\u00ffa\n{\"b\":2}",
                "1\na\u00ff\n{\"b\":2}",
                "[1,\"\u00ff\",{\"b\":2}]",
                "[1,\u00ff,{\"b\":2}]",
                "[1,[\u00ff] ,{\"b\":2}]"
            })
    void aByteOfAllOnesIsNoEnd(String text) {
        List<String> records = read(text, StandardCharsets.ISO_8859_1);

        assertThat(records).hasSize(3).startsWith("1 1");
        assertThat(records.get(1)).contains("\u00ff");
        assertThat(records.getLast()).endsWith(" {\"b\":2}");
    }

    @Test
    void everyByteOfALineIsKept() {
        StringBuilder line = new StringBuilder("x");
        for (char next = 0; next < 256; next++) {
            if (next != '\n') {
                line.append(next);
            }
        }

        assertThat(read(line + "\n" + line, StandardCharsets.ISO_8859_1)).containsExactly("1 " + line, "2 " + line);
    }

    private static List<String> read(String text) {
        return read(text, StandardCharsets.UTF_8);
    }

    private static List<String> read(String text, Charset charset) {
        List<String> records = new ArrayList<>();
        try (RecordFeed feed = RecordFeed.open(new ByteArrayInputStream(text.getBytes(charset)))) {
            for (FedRecord fed = feed.next(); fed != null; fed = feed.next()) {
                records.add(fed.number() + " " + fed.payload().toString(charset));
            }
        }
        return records;
    }
}
