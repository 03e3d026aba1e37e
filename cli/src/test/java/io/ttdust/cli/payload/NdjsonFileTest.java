package io.ttdust.cli.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NdjsonFileTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void givesEachLineByteForByteWithoutItsEnd() throws IOException {
        assertThat(lines("{\"a\": 1 }\n{\"b\":\"\u00e4\"}\r\n  {\"c\":3}\n"))
                .containsExactly("{\"a\": 1 }", "{\"b\":\"\u00e4\"}", "  {\"c\":3}");
    }

    @Test
    void takesALastLineWithoutAnEnd() throws IOException {
        assertThat(lines("{}\n[1]")).containsExactly("{}", "[1]");
    }

    @Test
    void passesOverBlankLines() throws IOException {
        assertThat(lines("\n{}\n \t\r\n\n[1]\n\n")).containsExactly("{}", "[1]");
    }

    @Test
    void indexesMoreLinesThanItBeganWithRoomFor() throws IOException {
        String text = "{\"number\":12345678901234567890}\n".repeat(5_000);

        assertThat(lines(text)).hasSize(5_000).containsOnly("{\"number\":12345678901234567890}");
    }

    @Test
    void refusesAFileWithoutRecords() throws IOException {
        Path file = Files.writeString(folder.resolve("empty.ndjson"), "\n \n");

        assertThatThrownBy(() -> NdjsonFile.open(file))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("holds no record");
    }

    @Test
    void namesTheFileItCannotRead() {
        assertThatThrownBy(() -> NdjsonFile.open(folder.resolve("absent.ndjson")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("absent.ndjson");
    }

    private List<String> lines(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("records.ndjson"), text);
        List<String> lines = new ArrayList<>();
        try (NdjsonFile source = NdjsonFile.open(file)) {
            for (long number = 0; number < source.size(); number++) {
                lines.add(new String(source.payload(number), StandardCharsets.UTF_8));
            }
        }
        return lines;
    }
}
