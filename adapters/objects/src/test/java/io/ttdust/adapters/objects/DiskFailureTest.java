package io.ttdust.adapters.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The order in which the disk is asked, and what comes of a disk that refuses.
class DiskFailureTest {

    @TempDir
    private Path temporary;

    private Path root = Path.of("");
    private BreakableDisk disk;
    private FileObjectStore store;

    @BeforeEach
    void open() throws IOException {
        root = temporary.toRealPath();
        disk = new BreakableDisk(root);
        store = new FileObjectStore(root, disk);
        store.prepare();
        disk.operations();
    }

    @Test
    @Tag("F08")
    void syncsTheNameOfEveryFolderItIsOpenedInBeforeTheNextOneIsMade() {
        new FileObjectStore(root.resolve("x/y"), disk).prepare();

        assertThat(disk.operations())
                .startsWith("sync ..", "create x", "sync", "create x/y", "sync x", "create x/y/.tmp", "sync x/y");
    }

    @Test
    @Tag("F08")
    void syncsTheNameOfARootThatIsThereAsItsMakerMayHaveBeenKilled() {
        new FileObjectStore(root, disk).prepare();

        assertThat(disk.operations()).startsWith("sync ..", "create .tmp", "sync", "write temporary");
    }

    @Test
    @Tag("F08")
    void aParentThatMayNotBeReadDoesNotMatterUnlessAFolderWasMadeInIt() {
        disk.forbid("sync ..");
        new FileObjectStore(root, disk).prepare();

        disk.forbid("sync");
        FileObjectStore below = new FileObjectStore(root.resolve("x"), disk);

        assertThatThrownBy(below::prepare).isInstanceOf(StorageException.class).hasMessageContaining("AccessDenied");
    }

    @Test
    @Tag("F08")
    void syncsTheContentBeforeTheNameAndEveryFolderThatIsNew() {
        put("a/b/x");

        assertThat(disk.operations())
                .containsExactly(
                        "create a",
                        "sync",
                        "create a/b",
                        "sync a",
                        "write temporary",
                        "link a/b/x",
                        "delete temporary",
                        "sync a/b");

        put("a/b/y");

        assertThat(disk.operations()).containsExactly("write temporary", "link a/b/y", "delete temporary", "sync a/b");
    }

    @Test
    @Tag("F08")
    void syncsFoldersAndNamesThatAnEarlierProcessLeftUnsynced() {
        put("a/b/x");
        disk.operations();
        store = new FileObjectStore(root, disk);

        put("a/b/x");

        assertThat(disk.operations()).containsExactly("create a", "sync", "create a/b", "sync a", "sync a/b");
    }

    @ParameterizedTest
    @Tag("F07")
    @ValueSource(strings = {"write", "link"})
    void saysThereIsNoRoomAndLeavesNothingBehind(String operation) {
        disk.breakOn(operation, "No space left on device");

        assertThatThrownBy(() -> put("a/x")).isInstanceOf(StorageFullException.class);

        assertThat(store.exists("a/x")).isFalse();
        assertThat(root.resolve(".tmp")).isEmptyDirectory();
        disk.mend();
        put("a/x");
        assertThat(store.exists("a/x")).isTrue();
    }

    @Test
    @Tag("F07")
    void seesByTheRoomLeftWhatTheMessageDoesNotSay() {
        disk.breakOn("write", "Kein Platz");
        disk.leaveBytes(1);

        assertThatThrownBy(() -> put("a/x")).isInstanceOf(StorageFullException.class);
    }

    @ParameterizedTest
    @Tag("F07")
    @ValueSource(strings = {"write", "link", "create"})
    void isNotFullWhenTheDiskIsBroken(String operation) {
        disk.breakOn(operation, "Input/output error");

        assertThatThrownBy(() -> put("a/x"))
                .isInstanceOf(StorageException.class)
                .isNotInstanceOf(StorageFullException.class)
                .hasMessageContaining("a/x")
                .hasMessageContaining("Input/output error");
        assertThat(store.exists("a/x")).isFalse();
        assertThat(root.resolve(".tmp")).isEmptyDirectory();
    }

    @Test
    @Tag("F08")
    void doesNotCallAnObjectStoredWhoseNameIsNotSynced() {
        put("a/x");
        disk.breakOn("sync", "Input/output error");

        assertThatThrownBy(() -> put("a/y")).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> put("a/y")).isInstanceOf(StorageException.class);

        disk.mend();
        disk.operations();
        put("a/y");
        assertThat(disk.operations()).containsExactly("sync a");
    }

    @Test
    void storesThoughATemporaryFileCannotBeRemoved() {
        disk.breakOn("delete", "Input/output error");

        put("a/x");

        assertThat(store.exists("a/x")).isTrue();
        disk.mend();
        store.prepare();
        assertThat(root.resolve(".tmp")).isEmptyDirectory();
    }

    @Test
    @Tag("F07")
    void tellsTheCheckThatTheDiskIsFull() {
        disk.leaveBytes(0);

        assertThatThrownBy(new ObjectsCheck(store)::check)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("full");
    }

    private void put(String key) {
        store.put(key, List.of(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    }
}
