package io.ttdust.application.port.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ObjectStore] promises. An adapter's test extends this and supplies the store.
public abstract class ObjectStoreContract {

    /// An empty store.
    protected abstract ObjectStore fresh();

    /// A store that cannot be reached.
    protected abstract ObjectStore away();

    @Test
    void givesBackThePartsOneBehindAnotherAndLeavesThemAsTheyWere() {
        ObjectStore store = fresh();
        ByteBuffer part = ByteBuffer.wrap(bytes("xhello, x")).position(1).limit(8);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(5).put(bytes("world")).flip().asReadOnlyBuffer();

        store.put("a/b", List.of(part, ByteBuffer.allocate(0), direct));

        assertThat(content(store, "a/b")).isEqualTo("hello, world");
        assertThat(part.position()).isEqualTo(1);
        assertThat(part.remaining()).isEqualTo(7);
        assertThat(direct.position()).isZero();
    }

    @Test
    void keepsAnObjectOfNoBytes() {
        ObjectStore store = fresh();

        store.put("empty", List.of());

        assertThat(content(store, "empty")).isEmpty();
        assertThat(store.list("", null, 10)).containsExactly("empty");
    }

    @Test
    void readsAnyPlaceAndNothingBeyondTheEnd() {
        ObjectStore store = fresh();
        put(store, "a", "0123456789");

        try (StoredObject object = store.open("a")) {
            assertThat(object.key()).isEqualTo("a");
            assertThat(object.size()).isEqualTo(10);
            assertThat(read(object, 3, 4)).isEqualTo("3456");
            assertThat(read(object, 10, 0)).isEmpty();
            assertThat(read(object, 0, 10)).isEqualTo("0123456789");
            ByteBuffer window = ByteBuffer.allocateDirect(6).position(2).limit(4);
            object.read(8, window);
            assertThat(window.position()).isEqualTo(4);
            assertThat((char) window.get(3)).isEqualTo('9');
            assertThatIllegalArgumentException().isThrownBy(() -> read(object, 9, 2));
            assertThatIllegalArgumentException().isThrownBy(() -> read(object, 11, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> read(object, -1, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> read(object, Long.MAX_VALUE, 1));
        }
    }

    @Test
    void letsManyThreadsReadOneOpenObject() throws Exception {
        ObjectStore store = fresh();
        byte[] bytes = new byte[1 << 16];
        new Random(7).nextBytes(bytes);
        store.put("a", List.of(ByteBuffer.wrap(bytes)));

        try (StoredObject object = store.open("a")) {
            assertThat(Race.run(50, i -> {
                        ByteBuffer into = ByteBuffer.allocate(1000);
                        object.read(i * 1000L, into);
                        return into.flip().equals(ByteBuffer.wrap(bytes, i * 1000, 1000));
                    }))
                    .containsOnly(true);
        }
    }

    @Test
    void puttingTheSameBytesAgainSucceeds() {
        ObjectStore store = fresh();
        put(store, "a/b", "same");

        store.put("a/b", List.of(ByteBuffer.wrap(bytes("sa")), ByteBuffer.wrap(bytes("me"))));

        assertThat(content(store, "a/b")).isEqualTo("same");
    }

    @ParameterizedTest
    @ValueSource(strings = {"samf", "sam", "same!", ""})
    void refusesOtherBytesUnderAKeyThatIsTakenAndKeepsTheFirst(String other) {
        ObjectStore store = fresh();
        put(store, "a/b", "same");

        assertThatThrownBy(() -> put(store, "a/b", other))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("a/b");
        assertThat(content(store, "a/b")).isEqualTo("same");
    }

    @Test
    void letsOneOfManyRacingWritersWin() throws Exception {
        ObjectStore store = fresh();

        List<String> outcomes = Race.run(30, i -> {
            try {
                put(store, "deep/er/key", "writer " + i);
                return "writer " + i;
            } catch (StorageException e) {
                return "";
            }
        });

        assertThat(outcomes.stream().filter(outcome -> !outcome.isEmpty()))
                .containsExactly(content(store, "deep/er/key"));
        assertThat(store.list("", null, 10)).containsExactly("deep/er/key");
    }

    @Test
    void letsAllOfManyRacingWritersOfTheSameBytesSucceed() throws Exception {
        ObjectStore store = fresh();

        Race.run(30, i -> {
            put(store, "a/b", "same");
            return i;
        });

        assertThat(content(store, "a/b")).isEqualTo("same");
    }

    @Test
    void saysSoWhereNothingIs() {
        ObjectStore store = fresh();
        put(store, "a/b", "x");

        assertThat(store.exists("a/c")).isFalse();
        assertThat(store.exists("a")).isFalse();
        assertThat(store.exists("a/b/c")).isFalse();
        assertThatThrownBy(() -> store.open("a/c")).isInstanceOf(ObjectMissingException.class);
        assertThatThrownBy(() -> store.open("a")).isInstanceOf(ObjectMissingException.class);
        assertThatThrownBy(() -> store.open("a/b/c")).isInstanceOf(ObjectMissingException.class);
    }

    @Test
    void deletesForGoodAndDoesNothingWhereNothingIs() {
        ObjectStore store = fresh();
        put(store, "a/b", "x");
        put(store, "a/c", "y");

        store.delete("a/b");
        store.delete("a/b");
        store.delete("a");
        store.delete("a/c/d");
        store.delete("never/there");

        assertThat(store.exists("a/b")).isFalse();
        assertThat(store.list("", null, 10)).containsExactly("a/c");
        put(store, "a/b", "other bytes are no conflict now");
        assertThat(content(store, "a/b")).startsWith("other");
    }

    @Test
    void anObjectDeletedWhileOpenIsReadWholeOrMissing() {
        ObjectStore store = fresh();
        put(store, "a", "0123456789");

        try (StoredObject object = store.open("a")) {
            store.delete("a");
            try {
                assertThat(read(object, 0, 10)).isEqualTo("0123456789");
            } catch (ObjectMissingException e) {
                assertThat(e).hasMessageContaining("'a'");
            }
        }
    }

    @Test
    @Tag("F17")
    void listsInTheOrderOfUtf8BytesNotOfCharactersOrFolders() {
        ObjectStore store = fresh();
        // By characters the emoji (a surrogate pair) would stand before U+FF5E; by folders 'a/b' before 'a-b'.
        List<String> ordered = List.of("A", "a+b", "a-b", "a.b", "a/b", "a/b!/c", "a/b-c", "a0", "aa", "é", "～", "😀");
        ordered.reversed().forEach(key -> put(store, key, key));

        assertThat(store.list("", null, 1000)).containsExactlyElementsOf(ordered);
    }

    @Test
    @Tag("F17")
    void listsWhatStartsWithAPrefixWhereverItEnds() {
        ObjectStore store = fresh();
        List.of("streams/a/x", "streams/a/y", "streams/ab/x", "streams-old/x", "zzz")
                .forEach(key -> put(store, key, key));

        assertThat(store.list("streams/a/", null, 10)).containsExactly("streams/a/x", "streams/a/y");
        assertThat(store.list("streams/a", null, 10)).containsExactly("streams/a/x", "streams/a/y", "streams/ab/x");
        assertThat(store.list("streams", null, 10)).hasSize(4).startsWith("streams-old/x");
        assertThat(store.list("streams/a/x", null, 10)).containsExactly("streams/a/x");
        assertThat(store.list("streams/a/x/", null, 10)).isEmpty();
        assertThat(store.list("nowhere/at/all", null, 10)).isEmpty();
        assertThat(store.list("../", null, 10)).isEmpty();
        assertThat(store.list("/", null, 10)).isEmpty();
        assertThat(store.list("streams//a", null, 10)).isEmpty();
        assertThat(store.list("./", null, 10)).isEmpty();
    }

    @Test
    @Tag("F17")
    void pagesThroughMoreKeysThanOnePageHolds() {
        ObjectStore store = fresh();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2100; i++) {
            keys.add("p/%03d/%04d".formatted(i / 100, i));
            put(store, keys.getLast(), "x");
        }

        assertThat(store.list("p/", null, 1000)).containsExactlyElementsOf(keys.subList(0, 1000));
        assertThat(store.list("p/", keys.get(999), 1000)).containsExactlyElementsOf(keys.subList(1000, 2000));
        assertThat(store.list("p/", keys.get(1999), 1000)).containsExactlyElementsOf(keys.subList(2000, 2100));
        assertThat(store.list("p/", keys.getLast(), 1000)).isEmpty();
        assertThat(store.list("p/", "p/010", 1)).containsExactly("p/010/1000");
        assertThat(store.list("p/", "a", 1)).containsExactly("p/000/0000");
        assertThat(store.list("p/", "z", 1)).isEmpty();
        assertThat(store.list("p/020/", "p/010/1000", 2)).containsExactly("p/020/2000", "p/020/2001");
    }

    @Test
    void refusesALimitOutsideItsBounds() {
        ObjectStore store = fresh();

        assertThatIllegalArgumentException().isThrownBy(() -> store.list("", null, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store.list("", null, 1001));
    }

    @ParameterizedTest
    @Tag("F17")
    @ValueSource(
            strings = {
                "with space/and + plus",
                "per%cent/%2e%2e/%2F",
                "Größe/日本/😀/e\u0301",
                "quote'\"/back\\slash/star*?<>|:/~",
                "line\nbreak\t/\u0001",
                "...",
                ".hidden/..x",
                " lead and trail ",
                "streams/a.b-c_d/year=2026/month=01/day=31/hour=23/p0000-1-2-x.parquet"
            })
    void takesKeysOfAnyCharacters(String key) {
        ObjectStore store = fresh();

        put(store, key, key);

        assertThat(content(store, key)).isEqualTo(key);
        assertThat(store.exists(key)).isTrue();
        assertThat(store.list("", null, 10)).containsExactly(key);
        assertThat(store.list(key, null, 10)).containsExactly(key);
        store.delete(key);
        assertThat(store.list("", null, 10)).isEmpty();
    }

    @Test
    @Tag("F17")
    void takesKeysOf1024BytesAndNoLongerOnes() {
        ObjectStore store = fresh();
        String longest = ("é" + "y".repeat(198) + "/").repeat(5) + "x".repeat(19);
        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(1024);

        put(store, longest, "x");

        assertThat(store.list("é", null, 10)).containsExactly(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> put(store, longest + "x", "x"));
    }

    @ParameterizedTest
    @Tag("F17")
    @ValueSource(
            strings = {"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a/..", "nul\0", "\ud83d"})
    void refusesWhatIsNoKey(String key) {
        ObjectStore store = fresh();

        assertThatIllegalArgumentException().isThrownBy(() -> put(store, key, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> store.open(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.exists(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.delete(key));
        assertThat(store.list("", null, 10)).isEmpty();
    }

    @Test
    void failsReadsOfAnObjectThatIsClosed() {
        ObjectStore store = fresh();
        put(store, "a", "x");
        StoredObject object = store.open("a");
        object.close();

        assertThatCode(object::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> read(object, 0, 1)).isInstanceOf(StorageException.class);
    }

    @Test
    @Tag("F16")
    void saysSoWhenTheStoreIsAway() {
        ObjectStore store = away();

        assertThatThrownBy(() -> put(store, "a", "x")).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> store.open("a"))
                .isInstanceOf(StorageException.class)
                .isNotInstanceOf(ObjectMissingException.class);
        assertThatThrownBy(() -> store.exists("a")).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> store.delete("a")).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> store.list("", null, 1)).isInstanceOf(StorageException.class);
    }

    private static void put(ObjectStore store, String key, String content) {
        store.put(key, List.of(ByteBuffer.wrap(bytes(content))));
    }

    private static String content(ObjectStore store, String key) {
        try (StoredObject object = store.open(key)) {
            return read(object, 0, (int) object.size());
        }
    }

    private static String read(StoredObject object, long position, int length) {
        ByteBuffer into = ByteBuffer.allocate(length);
        object.read(position, into);
        assertThat(into.hasRemaining()).isFalse();
        return new String(into.array(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
