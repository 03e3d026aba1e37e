package io.ttdust.adapters.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.storage.ObjectStore;
import io.ttdust.application.port.storage.ObjectStoreContract;
import io.ttdust.application.port.storage.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected ObjectStore fresh() {
        return FileObjectStore.open(directory.resolve("objects"));
    }

    @Override
    protected ObjectStore away() {
        FileObjectStore store = FileObjectStore.open(directory.resolve("objects"));
        try {
            // What is left of a disk that was unmounted: the folder it was mounted on.
            Files.delete(store.root().resolve(".tmp"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return store;
    }

    @Test
    void keepsObjectsOverARestartAndLeavesNothingHalfWritten() throws IOException {
        put(fresh(), "streams/a/x", "hello");
        Path leftover = Files.writeString(directory.resolve("objects/.tmp/leftover"), "half");

        ObjectStore store = fresh();

        assertThat(leftover).doesNotExist();
        assertThat(store.list("", null, 10)).containsExactly("streams/a/x");
        assertThat(directory.resolve("objects/streams/a/x")).hasContent("hello");
    }

    @Test
    void namesFilesOfDataAsTheirKeys() {
        String key = "streams/clicks_a.b-c/year=2026/month=01/day=31/hour=23/p0000-00-09-1b4e.parquet";

        put(fresh(), key, "x");

        assertThat(directory.resolve("objects").resolve(key)).hasContent("x");
    }

    @Test
    @Tag("F17")
    void keepsKeysApartThatDifferOnlyInCaseAlsoOnADiskThatDoesNot() {
        put(fresh(), "Key/Ä", "upper");

        assertThat(directory.resolve("objects/%4bey/%c3%84")).hasContent("upper");
    }

    @Test
    @Tag("F17")
    void letsNoKeyReachItsOwnFolderOrOutside() {
        ObjectStore store = fresh();

        put(store, ".tmp/x", "mine");
        put(store, "a\\..\\b", "x");

        assertThat(store.list("", null, 10)).containsExactly(".tmp/x", "a\\..\\b");
        assertThat(fresh().list("", null, 10)).containsExactly(".tmp/x", "a\\..\\b");
        assertThat(directory.resolve("objects/.tmp")).isEmptyDirectory();
    }

    @Test
    void doesNotTakeOtherFilesForObjects() throws IOException {
        ObjectStore store = fresh();
        put(store, "a/b", "x");
        Files.writeString(directory.resolve("objects/README.md"), "not an object");
        Files.writeString(directory.resolve("objects/a/.DS_Store"), "nor this");
        Files.writeString(directory.resolve("objects/a/50%"), "nor this");
        Files.writeString(directory.resolve("objects/a/%zz"), "nor this");

        assertThat(store.list("", null, 10)).containsExactly("a/b");
    }

    @Test
    void refusesAKeyThatIsTheFolderOfAnotherOne() {
        ObjectStore store = fresh();
        put(store, "a/b", "x");

        assertThatThrownBy(() -> put(store, "a", "y")).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> put(store, "a/b/c", "y")).isInstanceOf(StorageException.class);

        assertThat(store.list("", null, 10)).containsExactly("a/b");
        assertThat(directory.resolve("objects/.tmp")).isEmptyDirectory();
    }

    @Test
    @Tag("F17")
    void refusesASegmentThatIsTooLongForAName() {
        ObjectStore store = fresh();
        put(store, "x".repeat(255) + "/y", "x");

        assertThatThrownBy(() -> put(store, "x".repeat(256), "x"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("255");
        assertThat(store.list("y".repeat(300) + "/", null, 10)).isEmpty();
    }

    @Test
    @Tag("F10")
    void readsOnWhileAnotherReaderOfTheSameObjectIsInterrupted() throws Exception {
        ObjectStore store = fresh();
        put(store, "a", "0123456789");

        try (StoredObject object = store.open("a")) {
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            Thread interrupted = Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                try {
                    object.read(0, ByteBuffer.allocate(10));
                } catch (StorageException e) {
                    failure.set(e);
                }
            });
            interrupted.join();
            assertThat(failure.get()).hasMessageContaining("interrupted");

            ByteBuffer into = ByteBuffer.allocate(10);
            object.read(0, into);

            assertThat(new String(into.array(), StandardCharsets.US_ASCII)).isEqualTo("0123456789");
        }
    }

    @Test
    void saysSoWhenAFileHasBecomeShorter() throws IOException {
        ObjectStore store = fresh();
        put(store, "a", "0123456789");

        try (StoredObject object = store.open("a")) {
            Files.writeString(directory.resolve("objects/a"), "0123");

            assertThatThrownBy(() -> object.read(0, ByteBuffer.allocate(10)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("ends at 4");
        }
    }

    @Test
    void comparesObjectsOfManyPiecesToTheLastByte() {
        ObjectStore store = fresh();
        byte[] bytes = new byte[(1 << 18) * 2 + 5];
        List<ByteBuffer> parts = List.of(ByteBuffer.wrap(bytes), ByteBuffer.wrap(bytes, 3, 100));
        store.put("a", parts);

        assertThatCode(() -> store.put("a", parts)).doesNotThrowAnyException();
        bytes[bytes.length - 1] = 1;
        assertThatThrownBy(() -> store.put("a", parts)).isInstanceOf(StorageException.class);
    }

    @Test
    void checksThatItsFolderCanBeWritten() {
        FileObjectStore store = FileObjectStore.open(directory.resolve("objects"));
        ObjectsCheck check = new ObjectsCheck(store);

        check.check();

        assertThat(check.component()).isEqualTo("objects");
        assertThat(check.required()).isFalse();
        assertThat(store.root().resolve(".tmp")).isEmptyDirectory();
        assertThatThrownBy(new ObjectsCheck((FileObjectStore) away())::check)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void cannotBeOpenedWhereAFileLies() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> FileObjectStore.open(file))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(file.toString());
    }

    private static void put(ObjectStore store, String key, String content) {
        store.put(key, List.of(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8))));
    }
}
