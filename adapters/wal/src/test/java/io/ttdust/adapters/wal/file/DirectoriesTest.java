package io.ttdust.adapters.wal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("F08")
class DirectoriesTest {

    @TempDir
    private Path temporary;

    private Path root = Path.of("");
    private final List<Path> synced = new ArrayList<>();

    @BeforeEach
    void resolve() throws IOException {
        root = temporary.toRealPath();
    }

    private void recordWhatHolds(Path parent) throws IOException {
        synced.add(parent);
        Directories.sync(parent);
    }

    @Test
    void theNameOfEveryNewDirectoryIsSyncedBeforeTheNextOneIsMade() throws IOException {
        Path log = root.resolve("a/b/c");
        Directories.create(log, parent -> {
            recordWhatHolds(parent);
            assertThat(Files.exists(root.resolve("a/b"))).isEqualTo(synced.size() > 2);
            assertThat(Files.exists(log)).isEqualTo(synced.size() > 3);
        });
        assertThat(synced).containsExactly(root.getParent(), root, root.resolve("a"), root.resolve("a/b"));
        assertThat(log).isDirectory();
    }

    @Test
    void theNameOfADirectoryThatExistsIsSyncedTooAsItsMakerMayHaveBeenKilled() throws IOException {
        Directories.create(root, this::recordWhatHolds);
        assertThat(synced).containsExactly(root.getParent());
    }

    @Test
    void aParentThatMayNotBeReadDoesNotMatterUnlessADirectoryWasMadeInIt() throws IOException {
        Directories.create(root, parent -> {
            throw new AccessDeniedException(parent.toString());
        });
        assertThatThrownBy(() -> Directories.create(root.resolve("a"), parent -> {
                    throw new AccessDeniedException(parent.toString());
                }))
                .isInstanceOf(AccessDeniedException.class);
    }
}
