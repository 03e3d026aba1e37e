package io.ttdust.bootstrap.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeNameTest {

    @TempDir
    Path folder;

    @Test
    void isMadeOnceAndKept() {
        String name = NodeName.of(folder, "");

        assertThat(name).matches("node-[0-9a-f]{8}");
        assertThat(NodeName.of(folder, "")).isEqualTo(name);
        assertThat(folder.resolve("node-id")).hasContent(name);
    }

    @Test
    void isTheOneThatIsSet() {
        assertThat(NodeName.of(folder, "east-1")).isEqualTo("east-1");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @Tag("F08")
    void isOnDiskBeforeAnybodyHearsOfIt() throws IOException {
        assertThat(forced(() -> NodeName.of(folder, "")))
                .as("the file before it gets its name, the folder after")
                .containsExactly(folder.resolve("node-id.tmp"), folder);
    }

    @Test
    @Tag("F08")
    void aDraftThatAPowerCutLeftBehindIsWrittenAnew() throws IOException {
        Files.writeString(folder.resolve("node-id.tmp"), "node-0123456789abcdef");

        String name = NodeName.of(folder, "");

        assertThat(NodeName.of(folder, "")).isEqualTo(name);
        assertThat(folder.resolve("node-id")).hasContent(name);
    }

    @Test
    @Tag("F08")
    void aBlankFileIsRefusedWithItsNameAndWhatToDo() throws IOException {
        Path file = Files.writeString(folder.resolve("node-id"), " \n");

        assertThatThrownBy(() -> NodeName.of(folder, ""))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is blank")
                .hasMessageContaining("TTDUST_NODE_ID");
    }

    /// What was forced to disk below the folder while `work` ran, in this order, as the JDK itself tells.
    private List<Path> forced(Runnable work) throws IOException {
        Path events = Files.createTempFile("forced", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(events);
            return RecordingFile.readAllEvents(events).stream()
                    .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                    .map(event -> Path.of(event.getString("path")))
                    .filter(path -> path.startsWith(folder))
                    .toList();
        } finally {
            Files.delete(events);
        }
    }
}
