package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.StreamRepository.VersionDeletedException;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import io.ttdust.domain.stream.VersionChoice;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [StreamRepository] promises. An adapter's test extends this and supplies the store.
public abstract class StreamRepositoryContract {

    private static final long CREATED_MILLIS = 1_780_000_000_000L;

    /// The built-in schema, which every store holds.
    private static final SchemaId ANY =
            new InMemorySchemaRepository().latest(SchemaName.ANY).orElseThrow().schemaId();

    /// A store without streams.
    protected abstract StreamRepository fresh();

    /// The schemas of the store that [#fresh] gave last.
    protected abstract SchemaRepository schemas();

    /// A store that cannot be reached.
    protected abstract StreamRepository away();

    @Test
    void givesBackWhatWasCreatedByIdAndByName() {
        StreamRepository streams = fresh();
        StreamDefinition orders = stream(1, "orders.dlq-2_x");

        assertThat(streams.create(orders)).isTrue();

        assertThat(streams.find(orders.id())).contains(orders);
        assertThat(streams.find(orders.name())).contains(orders);
    }

    @Test
    void keepsLabelsWhateverTheirCharacters() {
        StreamRepository streams = fresh();
        Map<String, String> labels = new HashMap<>();
        labels.put("", "");
        labels.put("quote \" and back\\slash", "a,b=>c {}' \t\n\r\u0001\u2028");
        labels.put("Größe", "😀");
        labels.put("null", "null");
        for (int i = labels.size(); i < StreamDefinition.LABELS_MAX; i++) {
            labels.put("label" + i, "x".repeat(StreamDefinition.TEXT_LENGTH_MAX));
        }
        StreamDefinition labelled = labelled(1, labels, Instant.ofEpochMilli(CREATED_MILLIS));

        streams.create(labelled);

        assertThat(streams.find(labelled.id())).contains(labelled);
    }

    @Test
    void keepsTimesToTheMicrosecondAndCutsWhatIsFiner() {
        StreamRepository streams = fresh();

        streams.create(labelled(1, Map.of(), Instant.parse("2026-06-01T12:00:00.123456999Z")));

        assertThat(streams.find(id(1)).orElseThrow().createdAt())
                .isEqualTo(Instant.parse("2026-06-01T12:00:00.123456Z"));
    }

    @Test
    void refusesASecondStreamOfTheSameNameAndKeepsTheFirst() {
        StreamRepository streams = fresh();
        streams.create(stream(1, "orders"));

        assertThat(streams.create(stream(2, "orders"))).isFalse();

        assertThat(streams.find(new StreamName("orders"))).contains(stream(1, "orders"));
        assertThat(streams.find(id(2))).isEmpty();
    }

    @Test
    void refusesAnIdThatIsTakenWithoutCallingItADuplicateName() {
        StreamRepository streams = fresh();
        streams.create(stream(1, "first"));

        assertThatThrownBy(() -> streams.create(stream(1, "second"))).isInstanceOf(StorageException.class);
        assertThat(streams.find(new StreamName("second"))).isEmpty();
    }

    @Test
    void findsNothingWhereNothingIs() {
        StreamRepository streams = fresh();

        assertThat(streams.find(id(1))).isEmpty();
        assertThat(streams.find(new StreamName("orders"))).isEmpty();
        assertThat(streams.list(10, null)).isEmpty();
    }

    @Test
    void findsThoseOfManyThatThereAre() {
        StreamRepository streams = fresh();
        streams.create(stream(1, "orders"));
        streams.create(stream(2, "clicks"));

        assertThat(streams.find(List.of(id(2), id(3), id(1), id(1))))
                .containsExactlyInAnyOrder(stream(1, "orders"), stream(2, "clicks"));
        assertThat(streams.find(List.of())).isEmpty();
    }

    @Test
    void changesWhatAChangeNamesAndNothingElse() {
        StreamRepository streams = fresh();
        StreamDefinition orders = stream(1, "orders");
        streams.create(orders);
        streams.create(stream(2, "clicks"));
        StreamChange words = new StreamChange("new words", null, null);
        StreamChange labels = new StreamChange(null, Map.of("a", "1", "ä", ""), null);
        StreamChange pin = new StreamChange(null, null, new VersionChoice.Pinned(1));
        StreamChange none = new StreamChange("", Map.of(), VersionChoice.LATEST);

        StreamDefinition expected = orders;
        for (StreamChange change : List.of(words, labels, pin, new StreamChange(null, null, null), none)) {
            expected = change.appliedTo(expected);
            assertThat(streams.update(orders.id(), change)).isTrue();
            assertThat(streams.find(orders.id())).contains(expected);
        }
        assertThat(streams.find(id(2))).contains(stream(2, "clicks"));
        assertThat(streams.update(id(3), words)).isFalse();
    }

    @Test
    void pinsNoStreamToAVersionThatIsDeleted() {
        StreamRepository streams = fresh();
        SchemaRepository schemas = schemas();
        SchemaVersion first = SampleSchemas.schema(1, new SchemaName("default", "click"));
        schemas.create(first, CompatibilityMode.DEFAULT);
        schemas.add(schemas.find(first.schemaId()).orElseThrow(), SampleSchemas.version(first, 2));
        StreamDefinition second = stream(1, new StreamName("second"), first.schemaId(), 2);
        streams.create(second);
        assertThat(schemas.change(first.schemaId(), 1, VersionStatus.DELETED))
                .isInstanceOf(VersionChange.Changed.class);

        StreamDefinition late = stream(2, new StreamName("late"), first.schemaId(), 1);
        assertThatThrownBy(() -> streams.create(late)).isInstanceOf(VersionDeletedException.class);
        assertThatThrownBy(() ->
                        streams.update(second.id(), new StreamChange("other words", null, new VersionChoice.Pinned(1))))
                .isInstanceOf(VersionDeletedException.class);

        assertThat(streams.list(10, null)).containsExactly(second);
    }

    @Test
    void racingChangesOfDifferentPartsAllCount() throws Exception {
        StreamRepository streams = fresh();
        streams.create(stream(1, "orders"));
        List<StreamChange> changes = List.of(
                new StreamChange("words", null, null),
                new StreamChange(null, Map.of("l", "1"), null),
                new StreamChange(null, null, new VersionChoice.Pinned(1)));

        Race.run(3, i -> streams.update(id(1), changes.get(i)));

        StreamDefinition changed = streams.find(id(1)).orElseThrow();
        assertThat(changed.description()).isEqualTo("words");
        assertThat(changed.labels()).isEqualTo(Map.of("l", "1"));
        assertThat(changed.versionChoice()).isEqualTo(new VersionChoice.Pinned(1));
    }

    @Test
    void listsNewestFirstPageByPage() {
        StreamRepository streams = fresh();
        StreamDefinition oldest = stream(1, "z");
        StreamDefinition middle = stream(2, "y");
        StreamDefinition newest = stream(3, "x");
        streams.create(middle);
        streams.create(newest);
        streams.create(oldest);

        assertThat(streams.list(2, null)).containsExactly(newest, middle);
        assertThat(streams.list(2, middle.id())).containsExactly(oldest);
        assertThat(streams.list(1000, oldest.id())).isEmpty();
    }

    @Test
    void refusesALimitOutsideItsBounds() {
        StreamRepository streams = fresh();

        assertThatIllegalArgumentException().isThrownBy(() -> streams.list(0, null));
        assertThatIllegalArgumentException().isThrownBy(() -> streams.list(1001, null));
    }

    @Test
    void letsOneOfManyRacingCreatorsWin() throws Exception {
        StreamRepository streams = fresh();

        assertThat(Race.run(100, i -> streams.create(stream(1 + i, "orders"))))
                .containsOnlyOnce(true)
                .hasSize(100);
        assertThat(streams.list(1000, null)).hasSize(1);
    }

    @Test
    @Tag("F20")
    void saysSoWhenTheStoreIsAway() {
        StreamRepository streams = away();

        assertThatThrownBy(() -> streams.create(stream(1, "orders"))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> streams.find(id(1))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> streams.find(new StreamName("orders"))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> streams.list(1, null)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> streams.find(List.of(id(1)))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> streams.update(id(1), new StreamChange("", null, null)))
                .isInstanceOf(StorageException.class);
    }

    private static StreamId id(int number) {
        return new StreamId(UuidV7.of(CREATED_MILLIS + number, new Random(number)));
    }

    private static StreamDefinition stream(int number, String name) {
        return new StreamDefinition(
                id(number),
                new StreamName(name),
                "stream number " + number,
                ANY,
                1,
                number,
                Map.of("number", Integer.toString(number)),
                StreamStatus.ACTIVE,
                Instant.ofEpochMilli(CREATED_MILLIS + number));
    }

    /// A stream of one partition that is pinned to that version.
    static StreamDefinition stream(int number, StreamName name, SchemaId schema, int schemaVersion) {
        return new StreamDefinition(
                id(number),
                name,
                "",
                schema,
                new VersionChoice.Pinned(schemaVersion),
                schemaVersion,
                1,
                Map.of(),
                StreamStatus.ACTIVE,
                Instant.ofEpochMilli(CREATED_MILLIS + number));
    }

    private static StreamDefinition labelled(int number, Map<String, String> labels, Instant createdAt) {
        return new StreamDefinition(
                id(number),
                new StreamName("labelled"),
                "",
                ANY,
                1,
                StreamDefinition.PARTITIONS_MAX,
                labels,
                StreamStatus.ACTIVE,
                createdAt);
    }
}
