package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ttdust.application.port.Race;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.VersionChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [SchemaRepository] promises of the versions of a schema. Part of [SchemaRepositoryContract].
abstract class SchemaVersionsContract {

    static final SchemaName CLICK = new SchemaName("default", "click");

    /// A store that holds nothing but the built-in schema.
    protected abstract SchemaRepository fresh();

    /// Streams whose schemas lie in the store that [#fresh] gave last.
    protected abstract StreamRepository streams();

    @Test
    void countsVersionsAndFindsThemByNumberAndFingerprint() {
        SchemaRepository schemas = fresh();
        SchemaVersion first = SampleSchemas.schema(1, CLICK);
        SchemaVersion second = SampleSchemas.version(first, 2);
        SchemaVersion third = SampleSchemas.version(first, 3);
        create(schemas, first);
        create(schemas, SampleSchemas.schema(2, new SchemaName("default", "other")));

        assertThat(schemas.add(schemas.find(id(1)).orElseThrow(), second)).isTrue();
        assertThat(schemas.add(schemas.find(id(1)).orElseThrow(), third)).isTrue();

        assertThat(schemas.find(id(1))).contains(new Schema(third, CompatibilityMode.DEFAULT, 3));
        assertThat(schemas.latest(id(1))).contains(third);
        assertThat(schemas.latest(CLICK)).contains(third);
        assertThat(schemas.find(id(1), 2)).contains(second);
        assertThat(schemas.find(id(1), first.fingerprint())).contains(first);
        assertThat(schemas.find(id(2), second.fingerprint())).isEmpty();
        assertThat(schemas.versions(id(1), 2, 0))
                .containsExactly(first.withoutDefinition(), second.withoutDefinition());
        assertThat(schemas.versions(id(1), 2, 2)).containsExactly(third.withoutDefinition());
        assertThat(schemas.versions(id(1), 2, 3)).isEmpty();
        assertThat(schemas.versions(id(9), 2, 0)).isEmpty();
        assertThat(latest(schemas.list("default", 2, null))).endsWith(third.withoutDefinition());
    }

    @Test
    void addsNothingToASchemaThatChangedSinceItWasSeen() {
        SchemaRepository schemas = fresh();
        SchemaVersion first = SampleSchemas.schema(1, CLICK);
        create(schemas, first);
        Schema seen = schemas.find(id(1)).orElseThrow();

        schemas.change(id(1), null, CompatibilityMode.FULL);
        assertThat(schemas.add(seen, SampleSchemas.version(first, 2))).isFalse();
        schemas.change(id(1), "a description does not matter", seen.compatibilityMode());
        assertThat(schemas.add(seen, SampleSchemas.version(first, 2))).isTrue();
        assertThat(schemas.add(seen, SampleSchemas.version(first, 2))).isFalse();

        Schema two = schemas.find(id(1)).orElseThrow();
        schemas.change(id(1), 2, VersionStatus.DELETED);
        assertThat(schemas.add(two, SampleSchemas.version(first, 3))).isFalse();
        assertThat(schemas.add(seen, SampleSchemas.version(first, 2))).isFalse();
        schemas.delete(id(1));
        assertThat(schemas.add(seen, SampleSchemas.version(first, 2))).isFalse();
        assertThat(schemas.find(id(1))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> schemas.add(seen, SampleSchemas.version(first, 3)));
    }

    @Test
    void givesRacingVersionsConsecutiveNumbersAndOneDefinitionOneVersion() throws Exception {
        SchemaRepository schemas = fresh();
        SchemaVersion first = SampleSchemas.schema(1, CLICK);
        create(schemas, first);

        assertThat(Race.run(40, i -> {
                            String fingerprint = "%064x".formatted(1000 + i / 2);
                            while (true) {
                                Schema seen = schemas.find(id(1)).orElseThrow();
                                Optional<SchemaVersion> known = schemas.find(id(1), fingerprint);
                                if (known.isPresent()) {
                                    return known.get().version();
                                }
                                SchemaVersion next = SampleSchemas.version(first, seen.lastVersion() + 1, fingerprint);
                                if (schemas.add(seen, next)) {
                                    return next.version();
                                }
                            }
                        })
                        .stream()
                        .sorted()
                        .toList())
                .isEqualTo(IntStream.range(0, 40).mapToObj(i -> 2 + i / 2).toList());
    }

    @Test
    void aVersionThatIsDeletedStaysToBeReadAndIsNeverTheLatest() {
        SchemaRepository schemas = fresh();
        SchemaVersion first = SampleSchemas.schema(1, CLICK);
        create(schemas, first);
        schemas.add(schemas.find(id(1)).orElseThrow(), SampleSchemas.version(first, 2));

        assertThat(schemas.change(id(1), 2, VersionStatus.DEPRECATED))
                .isEqualTo(new VersionChange.Changed(
                        SampleSchemas.with(SampleSchemas.version(first, 2), VersionStatus.DEPRECATED)));
        assertThat(schemas.latest(id(1)))
                .contains(SampleSchemas.with(SampleSchemas.version(first, 2), VersionStatus.DEPRECATED));
        SchemaVersion gone = SampleSchemas.with(SampleSchemas.version(first, 2), VersionStatus.DELETED);
        assertThat(schemas.change(id(1), 2, VersionStatus.DELETED)).isEqualTo(new VersionChange.Changed(gone));
        assertThat(schemas.change(id(1), 2, VersionStatus.DELETED)).isEqualTo(new VersionChange.Changed(gone));

        assertThat(schemas.change(id(1), 2, VersionStatus.ACTIVE)).isEqualTo(new VersionChange.Final());
        assertThat(schemas.find(id(1))).contains(new Schema(first, CompatibilityMode.DEFAULT, 2));
        assertThat(schemas.find(id(1), 2)).contains(gone);
        assertThat(schemas.find(id(1), gone.fingerprint())).isEmpty();
        assertThat(schemas.versions(id(1), 10, 0)).containsExactly(first.withoutDefinition(), gone.withoutDefinition());
        assertThat(schemas.change(id(1), 1, VersionStatus.DELETED)).isEqualTo(new VersionChange.OnlyOne());
        assertThat(schemas.change(id(1), 3, VersionStatus.DELETED)).isEqualTo(new VersionChange.Absent());
        assertThat(schemas.change(id(9), 1, VersionStatus.DELETED)).isEqualTo(new VersionChange.Absent());
        SchemaVersion again = SampleSchemas.version(first, 3, gone.fingerprint());
        assertThat(schemas.add(schemas.find(id(1)).orElseThrow(), again)).isTrue();
        assertThat(schemas.find(id(1), gone.fingerprint())).contains(again);
    }

    @Test
    void keepsWhatStreamsUseAndNamesThem() {
        SchemaRepository schemas = fresh();
        SchemaVersion first = SampleSchemas.schema(1, CLICK);
        create(schemas, first);
        schemas.add(schemas.find(id(1)).orElseThrow(), SampleSchemas.version(first, 2));
        List<StreamName> names = new ArrayList<>();
        for (int i = 0; i <= SchemaRepository.STREAMS_NAMED_MAX; i++) {
            names.add(new StreamName("stream-" + (char) ('a' + i)));
            streams().create(StreamRepositoryContract.stream(i + 1, names.getLast(), id(1), 1));
        }
        names.removeLast();

        assertThat(schemas.change(id(1), 1, VersionStatus.DELETED)).isEqualTo(new VersionChange.InUse(names));
        assertThat(schemas.change(id(1), 1, VersionStatus.DEPRECATED)).isInstanceOf(VersionChange.Changed.class);
        assertThat(schemas.delete(id(1))).isEqualTo(new SchemaDeletion.InUse(names));
        assertThat(schemas.change(id(1), 2, VersionStatus.DELETED)).isInstanceOf(VersionChange.Changed.class);
        assertThat(schemas.latest(id(1))).contains(SampleSchemas.with(first, VersionStatus.DEPRECATED));
    }

    @Test
    void keepsTheLatestVersionWhileAStreamFollowsIt() {
        SchemaRepository schemas = fresh();
        SchemaVersion first = SampleSchemas.schema(1, CLICK);
        create(schemas, first);
        schemas.add(schemas.find(id(1)).orElseThrow(), SampleSchemas.version(first, 2));
        StreamDefinition follower = StreamRepositoryContract.stream(1, new StreamName("follower"), id(1), 1);
        streams().create(follower);
        streams().update(follower.id(), new StreamChange(null, null, VersionChoice.LATEST));

        assertThat(schemas.change(id(1), 2, VersionStatus.DELETED))
                .isEqualTo(new VersionChange.InUse(List.of(follower.name())));
        assertThat(schemas.change(id(1), 1, VersionStatus.DELETED)).isInstanceOf(VersionChange.Changed.class);
    }

    static boolean create(SchemaRepository schemas, SchemaVersion first) {
        return schemas.create(first, CompatibilityMode.DEFAULT);
    }

    static List<SchemaVersion> latest(List<Schema> schemas) {
        return schemas.stream().map(Schema::latest).toList();
    }

    static SchemaId id(int number) {
        return SampleSchemas.id(number);
    }
}
