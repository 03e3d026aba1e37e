package io.ttdust.application.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.catalog.VersionChange;
import io.ttdust.application.port.schema.FakeCompatibilityChecker;
import io.ttdust.application.port.schema.FakeSchemaCompiler;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.application.schema.AddSchemaVersion;
import io.ttdust.application.schema.AddSchemaVersion.Added;
import io.ttdust.application.schema.ChangeSchemaVersion;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.PayloadSchema;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.VersionChoice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What can be found of streams, and when.
class StreamCatalogTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random = new Random(1);
    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    private final InMemorySchemaRepository schemas = new InMemorySchemaRepository();
    private final List<SchemaSwitch> switches = new ArrayList<>();
    private final StreamCatalog catalog = catalog();
    private final CreateStream createStream = creating(catalog);
    private final UpdateStream updateStream = new UpdateStream(streams, schemas, catalog);

    /// One of a node of its own on the same store.
    private StreamCatalog catalog() {
        return new StreamCatalog(streams, schemas, new FakeSchemaCompiler(), switches::add);
    }

    private CreateStream creating(StreamCatalog kept) {
        return new CreateStream(streams, schemas, kept, InstantSource.fixed(NOW), random);
    }

    private SchemaId schema(String definition) {
        SchemaVersion version = new SchemaVersion(
                new SchemaId(UuidV7.of(1, random)),
                new SchemaName("default", "readings"),
                "",
                1,
                definition,
                "0".repeat(64),
                NOW);
        assertThat(schemas.create(version)).isTrue();
        return version.schemaId();
    }

    private Result<StreamDefinition> create(String name, @Nullable SchemaId schema) {
        return createStream.create(name, schema == null ? null : schema.toString(), "", 2, Map.of("team", "a"));
    }

    private static <T> T value(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(Problem problem) -> throw new AssertionError(problem.message());
        };
    }

    @Test
    @Tag("F20")
    void aStreamCreatedHereIsFoundThoughTheStoreWentAwayBeforeItsFirstRecord() {
        StreamDefinition stream = value(create("clicks", schema("{\"required\":[\"n\"]}")));
        streams.goAway();
        schemas.goAway();

        OpenStream found = value(catalog.find("clicks"));

        assertThat(found.definition()).isEqualTo(stream);
        assertThat(catalog.find(stream.id().toString())).isEqualTo(Result.ok(found));
        byte[] payload = "{\"m\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(found.epoch().schema().check(payload, 0, payload.length))
                .isNotNull()
                .extracting(Problem::code)
                .isEqualTo(ErrorCode.VALIDATION_ERROR);
    }

    @Test
    void whatCreatingKeptIsWhatTheStoreHas() {
        value(create("clicks", null));

        assertThat(value(catalog.find("clicks")).definition())
                .isEqualTo(value(catalog().find("clicks")).definition());
    }

    @Test
    void aRefusedCreationKeepsNothing() {
        StreamDefinition first = value(creating(catalog()).create("clicks", null, "", 1, Map.of()));

        assertThat(create("clicks", null)).isInstanceOf(Result.Refused.class);

        assertThat(value(catalog.find("clicks")).definition()).isEqualTo(first);
    }

    @Test
    void aCreationTheStoreDidNotTakeKeepsNothing() {
        SchemaId schema = schema("{}");
        streams.goAway();
        assertThatThrownBy(() -> create("clicks", schema)).isInstanceOf(StorageException.class);
        streams.comeBack();

        assertThat(catalog.find("clicks")).isInstanceOf(Result.Refused.class);
    }

    @Test
    @Tag("F20")
    void aStreamCreatedElsewhereIsAskedForOnce() {
        StreamDefinition stream = value(creating(catalog()).create("clicks", null, "", 1, Map.of()));
        assertThat(value(catalog.find("clicks")).definition()).isEqualTo(stream);
        streams.goAway();

        assertThat(value(catalog.find("clicks")).definition()).isEqualTo(stream);
        assertThat(value(catalog.find(stream.id().toString())).definition()).isEqualTo(stream);
    }

    private static String requiring(String name) {
        return "{\"required\":[\"%s\"]}".formatted(name);
    }

    /// Registers another version, unknown to any catalogue.
    private void addVersion(SchemaId schema, int number, String definition) {
        Schema seen = schemas.find(schema).orElseThrow();
        assertThat(schemas.add(
                        seen,
                        new SchemaVersion(
                                schema,
                                seen.latest().name(),
                                "",
                                number,
                                definition,
                                Integer.toString(number).repeat(64),
                                NOW)))
                .isTrue();
    }

    private SchemaId twoVersions() {
        streams.follow(schemas);
        SchemaId schema = schema(requiring("a"));
        addVersion(schema, 2, requiring("b"));
        return schema;
    }

    private Result<StreamDefinition> pin(int version) {
        return updateStream.update("clicks", new StreamChange(null, null, new VersionChoice.Pinned(version)));
    }

    private static boolean takes(OpenStream stream, String name) {
        byte[] payload = "{\"%s\":1}".formatted(name).getBytes(StandardCharsets.UTF_8);
        return stream.epoch().schema().check(payload, 0, payload.length) == null;
    }

    private static ErrorCode refusal(Result<?> result) {
        return switch (result) {
            case Result.Ok<?> ok -> throw new AssertionError("not refused: " + ok.value());
            case Result.Refused<?>(Problem problem) -> problem.code();
        };
    }

    @Test
    void aStreamFollowsTheLatestVersionUntilItIsPinnedAndAgainAfterwards() {
        SchemaId schema = twoVersions();
        value(create("clicks", schema));
        OpenStream stream = value(catalog.find("clicks"));
        assertThat(takes(stream, "b")).isTrue();

        StreamDefinition pinned = value(pin(1));
        assertThat(takes(stream, "a")).isTrue();
        addVersion(schema, 3, requiring("c"));
        catalog.schemaChanged(schema);
        assertThat(takes(stream, "a")).isTrue();

        StreamDefinition latest =
                value(updateStream.update("clicks", new StreamChange(null, null, VersionChoice.LATEST)));
        assertThat(takes(stream, "c")).isTrue();
        assertThat(pinned.schemaVersion()).isEqualTo(1);
        assertThat(latest.schemaVersion()).isEqualTo(3);
        assertThat(switches)
                .containsExactly(
                        new SchemaSwitch(latest.id(), latest.name(), 2, 1),
                        new SchemaSwitch(latest.id(), latest.name(), 1, 3));
    }

    @Test
    void aStreamCanBeCreatedPinned() {
        SchemaId schema = twoVersions();

        StreamDefinition created =
                value(createStream.create("clicks", schema.toString(), new VersionChoice.Pinned(1), "", 1, Map.of()));

        assertThat(created.schemaVersion()).isEqualTo(1);
        assertThat(takes(value(catalog.find("clicks")), "a")).isTrue();
    }

    @Test
    void noStreamIsPinnedToAVersionThatIsNotThereOrDeleted() {
        SchemaId schema = twoVersions();
        value(create("clicks", schema));
        assertThat(schemas.change(schema, 1, VersionStatus.DELETED)).isInstanceOf(VersionChange.Changed.class);

        assertThat(refusal(pin(3))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(pin(1))).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refusal(
                        createStream.create("other", schema.toString(), new VersionChoice.Pinned(1), "", 1, Map.of())))
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(refusal(updateStream.update("nowhere", new StreamChange("", null, null))))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(updateStream.update("clicks", new StreamChange("x".repeat(1025), null, null))))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(value(catalog.find("clicks")).definition().versionChoice()).isEqualTo(VersionChoice.LATEST);
    }

    @Test
    void whenTheLatestVersionIsDeletedTheOneBeforeIsInForceAgain() {
        SchemaId schema = twoVersions();
        value(create("clicks", schema));
        OpenStream stream = value(catalog.find("clicks"));

        value(new ChangeSchemaVersion(schemas, catalog::schemaChanged).change(schema.toString(), 2, "deleted"));

        assertThat(takes(stream, "a")).isTrue();
    }

    @Test
    void whatChangedElsewhereIsInForceAfterARefreshAndTheSameForAllWhoHoldTheStream() {
        SchemaId schema = twoVersions();
        value(create("clicks", schema));
        StreamCatalog other = catalog();
        OpenStream elsewhere = value(other.find("clicks"));
        assertThat(value(other.find(elsewhere.definition().id().toString()))).isSameAs(elsewhere);
        SchemaEpoch before = elsewhere.epoch();

        value(pin(1));
        assertThat(before.holds()).isTrue();
        other.refresh();

        assertThat(before.holds()).isFalse();
        assertThat(takes(elsewhere, "a")).isTrue();
        assertThat(elsewhere.definition())
                .isEqualTo(value(catalog.find("clicks")).definition());
    }

    @Test
    @Tag("F20")
    void aRefreshThatFailsLeavesEverythingAsItWas() {
        SchemaId schema = twoVersions();
        value(create("clicks", schema));
        OpenStream stream = value(catalog.find("clicks"));
        addVersion(schema, 3, requiring("c"));
        schemas.goAway();

        assertThatThrownBy(catalog::refresh).isInstanceOf(StorageException.class);
        assertThat(takes(stream, "b")).isTrue();

        schemas.comeBack();
        catalog.refresh();
        assertThat(takes(stream, "c")).isTrue();
    }

    /// A rival that registers a version.
    private AddSchemaVersion adding(Consumer<SchemaId> onChange) {
        return new AddSchemaVersion(
                schemas, new FakeSchemaCompiler(), new FakeCompatibilityChecker(), onChange, InstantSource.fixed(NOW));
    }

    @Test
    void whoIsToldThatAVersionIsNewFindsItInForce() {
        SchemaId schema = twoVersions();
        value(create("clicks", schema));
        OpenStream stream = value(catalog.find("clicks"));

        assertThat(value(adding(catalog::schemaChanged).add(schema.toString(), requiring("c"), "NONE"))
                        .isNew())
                .isTrue();

        assertThat(takes(stream, "c")).isTrue();
    }

    @Test
    void whoIsToldThatADefinitionIsAVersionAlreadyFindsItInForce() {
        SchemaId schema = twoVersions();
        value(create("clicks", schema));
        OpenStream stream = value(catalog.find("clicks"));

        Added stored = value(adding(changed -> {}).add(schema.toString(), requiring("c"), "NONE"));
        assertThat(takes(stream, "b")).isTrue();
        Added known = value(adding(catalog::schemaChanged).add(schema.toString(), requiring("c"), "NONE"));

        assertThat(known).isEqualTo(new Added(stored.version(), false));
        assertThat(takes(stream, "c")).isTrue();
    }

    @Test
    void aStreamThatIsBrokenKeepsNoOtherFromChanging() {
        SchemaId schema = twoVersions();
        SchemaCompiler refusing = definition -> definition.equals(requiring("a"))
                ? Result.refused(ErrorCode.SCHEMA_INVALID, "not any more")
                : new FakeSchemaCompiler().compile(definition);
        StreamCatalog other = new StreamCatalog(streams, schemas, refusing, switches::add);
        List<OpenStream> elsewhere = new ArrayList<>();
        for (String name : List.of("before", "clicks", "after", "later")) {
            value(create(name, schema));
            elsewhere.add(value(other.find(name)));
        }
        value(pin(1));
        addVersion(schema, 3, requiring("c"));

        assertThatThrownBy(other::refresh)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("'clicks'", "no longer compiles");

        assertThat(elsewhere.stream().map(stream -> stream.epoch().version())).containsExactly(3, 2, 3, 3);
    }

    @Test
    void streamsOfTheSameVersionShareWhatIsCompiled() {
        SchemaId schema = twoVersions();
        value(create("clicks", schema));
        value(create("orders", schema));

        assertThat(value(catalog.find("clicks")).epoch().schema())
                .isSameAs(value(catalog.find("orders")).epoch().schema());
    }

    @Test
    void compiledSchemasAreKeptUpToTheBytesOfTheirDefinitions() {
        SchemaId schema = twoVersions();
        AtomicInteger compiled = new AtomicInteger();
        SchemaCompiler counting = definition -> {
            compiled.incrementAndGet();
            return new FakeSchemaCompiler().compile(definition);
        };
        CompiledSchemas roomForOne =
                new CompiledSchemas(schemas, counting, requiring("a").length());

        PayloadSchema first = roomForOne.find(schema, 1);
        assertThat(roomForOne.find(schema, 1)).isSameAs(first);
        assertThat(compiled).hasValue(1);
        roomForOne.find(schema, 2);
        roomForOne.find(schema, 1);
        assertThat(compiled).hasValue(3);
    }
}
