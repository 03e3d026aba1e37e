package io.ttdust.application.port.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/// The fake keeps the contract it stands in for, and breaks as it is told.
class InMemoryObjectStoreTest extends ObjectStoreContract {

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Override
    protected ObjectStore fresh() {
        return new InMemoryObjectStore();
    }

    @Override
    protected ObjectStore away() {
        store.goAway();
        return store;
    }

    @Test
    void storesThePutWhoseAnswerIsLost() {
        store.loseNextAnswer();

        assertThatThrownBy(() -> store.put("a", content())).isInstanceOf(StorageException.class);
        assertThat(store.exists("a")).isTrue();
        store.put("a", content());
    }

    @Test
    void doesNotStoreThePutThatFailsAndStoresTheNext() {
        store.failNextPut(new StorageFullException("no room"));
        assertThatThrownBy(() -> store.put("a", content())).isInstanceOf(StorageFullException.class);
        store.failNextPut();
        assertThatThrownBy(() -> store.put("a", content())).isInstanceOf(StorageException.class);

        assertThat(store.exists("a")).isFalse();
        store.put("a", content());
        assertThat(store.exists("a")).isTrue();
    }

    @Test
    void goesBackToASnapshotAndCountsWhatItWasAsked() {
        store.put("a", content());
        SortedMap<String, byte[]> snapshot = store.snapshot();
        store.put("b", content());
        store.delete("a");

        store.restore(snapshot);

        assertThat(store.list("", null, 10)).containsExactly("a");
        assertThat(store.operations()).isEqualTo(4);
    }

    @Test
    void comesBackWithWhatItHeld() {
        store.put("a", content());
        store.goAway();
        assertThatThrownBy(() -> store.exists("a")).isInstanceOf(StorageException.class);

        store.comeBack();

        assertThat(store.exists("a")).isTrue();
    }

    private static List<ByteBuffer> content() {
        return List.of(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }
}
