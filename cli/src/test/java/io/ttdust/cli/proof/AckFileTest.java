package io.ttdust.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.payload.GeneratedClicks;
import io.ttdust.cli.payload.PayloadSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AckFileTest {

    @TempDir
    private Path folder = Path.of("");

    private final PayloadSource sent = GeneratedClicks.sound(1, 100);

    @Test
    void givesBackWhatWasAppended() {
        Path path = written();

        AckedRecords acked = AckFile.load(path, sent);

        assertThat(acked.count()).isEqualTo(2);
        assertThat(acked.put(4, 0, 10)).isEqualTo(AckedRecords.Claim.REPEATED);
        assertThat(acked.put(9, 2, 0)).isEqualTo(AckedRecords.Claim.REPEATED);
    }

    @Test
    void holdsWhatWasFlushedWhileItIsStillOpen() {
        Path path = folder.resolve("open.txt");
        try (AckFile file = AckFile.create(path)) {
            file.append(1, 0, 0, "rec_a", sent.payload(1));
            file.flush();

            assertThat(AckFile.load(path, sent).count()).isOne();
        }
    }

    @Test
    void isNeverWrittenOver() {
        Path path = written();

        assertThatThrownBy(() -> AckFile.create(path)).isInstanceOf(CommandException.class);
    }

    @Test
    void noticesOtherBytesThanWereSent() {
        Path path = written();

        assertThatThrownBy(() -> AckFile.load(path, GeneratedClicks.sound(2, 100)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("record 4 was sent with other bytes");
    }

    @Test
    void noticesABrokenLine() throws IOException {
        Path path = written();
        Files.writeString(path, "5 0 11\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> AckFile.load(path, sent))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("broken line: 5 0 11");
    }

    @Test
    void noticesOneRecordAtTwoPlaces() throws IOException {
        Path path = written();
        String moved = Files.readAllLines(path).getFirst().replace("4 0 10 ", "4 0 12 ");
        Files.writeString(path, moved + "\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> AckFile.load(path, sent))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("record 4 was acknowledged at two places");
    }

    private Path written() {
        Path path = folder.resolve("acks.txt");
        try (AckFile file = AckFile.create(path)) {
            file.append(4, 0, 10, "rec_x", sent.payload(4));
            file.append(9, 2, 0, "rec_y", sent.payload(9));
        }
        return path;
    }
}
