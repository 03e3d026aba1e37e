package io.ttdust.application.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.schema.FakeSchemaCompiler;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What can be found of streams, and when.
class StreamCatalogTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random = new Random(1);
    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    private final InMemorySchemaRepository schemas = new InMemorySchemaRepository();
    private final StreamCatalog catalog = catalog();
    private final CreateStream createStream = creating(catalog);

    /// One of a node of its own on the same store.
    private StreamCatalog catalog() {
        return new StreamCatalog(streams, schemas, new FakeSchemaCompiler());
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
}
