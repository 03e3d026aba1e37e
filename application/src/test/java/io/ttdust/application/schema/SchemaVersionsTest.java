package io.ttdust.application.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.Race;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.schema.CompatibilityChecker;
import io.ttdust.application.port.schema.FakeCompatibilityChecker;
import io.ttdust.application.port.schema.FakeSchemaCompiler;
import io.ttdust.application.query.Listing;
import io.ttdust.application.schema.AddSchemaVersion.Added;
import io.ttdust.application.stream.CreateStream;
import io.ttdust.application.stream.StreamCatalog;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.VersionChoice;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaVersionsTest {

    private static final String A = "{\"required\":[\"a\"]}";
    private static final String A_AND_B = "{\"required\":[\"a\",\"b\"]}";
    private static final String NOTHING = "{}";

    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private final Random random = new Random(1);
    private final FakeSchemaCompiler compiler = new FakeSchemaCompiler();
    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    private final InMemorySchemaRepository schemas = new InMemorySchemaRepository(streams);
    private final CreateSchema createSchema = new CreateSchema(schemas, compiler, clock, random);
    private final FindSchemas findSchemas = new FindSchemas(schemas);
    private final ChangeSchema changeSchema = new ChangeSchema(schemas);
    private final ChangeSchemaVersion changeVersion = new ChangeSchemaVersion(schemas, changed -> {});
    private final DeleteSchema deleteSchema = new DeleteSchema(schemas);
    private final CheckCompatibility checkCompatibility =
            new CheckCompatibility(schemas, compiler, new FakeCompatibilityChecker());
    private final AddSchemaVersion addVersion = adding(new FakeCompatibilityChecker());

    private AddSchemaVersion adding(CompatibilityChecker checker) {
        return new AddSchemaVersion(schemas, compiler, checker, changed -> {}, clock);
    }

    private String schema(String definition, @Nullable String mode) {
        return value(createSchema.create("default", "click", "of the shop", definition, mode))
                .latest()
                .schemaId()
                .toString();
    }

    private static <T> T value(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(Problem problem) -> throw new AssertionError(problem.message());
        };
    }

    private static <T> Problem problem(Result<T> result, ErrorCode code) {
        return switch (result) {
            case Result.Ok<T>(T value) -> throw new AssertionError("not refused: " + value);
            case Result.Refused<T>(Problem problem) -> {
                assertThat(problem.code()).isEqualTo(code);
                yield problem;
            }
        };
    }

    @Test
    void aCompatibleDefinitionBecomesTheLatestVersion() {
        String id = schema(A_AND_B, null);

        Added added = value(addVersion.add(id, A, null));

        assertThat(added.isNew()).isTrue();
        assertThat(added.version().version()).isEqualTo(2);
        assertThat(added.version().status()).isEqualTo(VersionStatus.ACTIVE);
        assertThat(value(findSchemas.find(id))).isEqualTo(new Schema(added.version(), CompatibilityMode.BACKWARD, 2));
    }

    @Test
    void anIncompatibleOneIsRefusedWithTheSmallestChangeAndTheChangedOnePasses() {
        String id = schema(A, null);

        Problem problem = problem(addVersion.add(id, A_AND_B, null), ErrorCode.SCHEMA_INCOMPATIBLE);

        String sentence = "records without 'b' would be refused by the new version (before: absent; now: \"b\");"
                + " the smallest change that would pass: do not require 'b'";
        assertThat(problem.violations()).containsExactly(new Violation("/required", "required-added", sentence));
        assertThat(problem.message())
                .isEqualTo("under mode BACKWARD this cannot follow version 1 of 'default/click': " + sentence);
        assertThat(value(findSchemas.find(id)).lastVersion()).isEqualTo(1);
        assertThat(value(addVersion.add(id, "{\"title\":\"t\",\"required\":[\"a\"]}", null))
                        .isNew())
                .isTrue();
    }

    @Test
    void theModeOfTheRequestGoesBeforeThatOfTheSchema() {
        String id = schema(A, "FULL");
        problem(addVersion.add(id, A_AND_B, null), ErrorCode.SCHEMA_INCOMPATIBLE);
        problem(addVersion.add(id, NOTHING, null), ErrorCode.SCHEMA_INCOMPATIBLE);

        assertThat(value(addVersion.add(id, A_AND_B, "FORWARD")).version().version())
                .isEqualTo(2);
        value(changeSchema.change(id, null, "NONE"));
        assertThat(value(addVersion.add(id, "{\"required\":[\"z\"]}", null))
                        .version()
                        .version())
                .isEqualTo(3);
        problem(addVersion.add(id, A, "SIDEWARD"), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void aDefinitionThatIsAVersionAlreadyIsThatVersionWhateverTheMode() {
        String id = schema(A_AND_B, null);
        value(addVersion.add(id, A, null));

        Added known = value(addVersion.add(id, " {\"required\": [\"a\", \"b\"]}", "FULL"));

        assertThat(known).isEqualTo(new Added(value(findSchemas.version(id, 1)), false));
        assertThat(value(findSchemas.find(id)).lastVersion()).isEqualTo(2);
        assertThat(value(checkCompatibility.check(id, A_AND_B, "FULL"))).isEmpty();
    }

    @Test
    void theDryRunSaysWhatAddingWouldAndAddsNothing() {
        String id = schema(A, null);

        assertThat(value(checkCompatibility.check(id, A_AND_B, null)))
                .singleElement()
                .satisfies(found -> assertThat(found.rule()).isEqualTo("required-added"));
        assertThat(value(checkCompatibility.check(id, A_AND_B, "FORWARD"))).isEmpty();
        assertThat(value(findSchemas.find(id)).lastVersion()).isEqualTo(1);
        problem(checkCompatibility.check(id, "[", null), ErrorCode.INVALID_JSON);
        problem(checkCompatibility.check(id, A, "x"), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void aVersionThatSlipsInBetweenIsComparedWithAsWell() {
        String id = schema(A_AND_B, null);
        SchemaId parsed = SchemaId.parse(id);
        AtomicInteger comparisons = new AtomicInteger();
        AddSchemaVersion late = adding((before, after, mode) -> {
            if (comparisons.incrementAndGet() == 1) {
                value(addVersion.add(id, NOTHING, null));
            }
            return new FakeCompatibilityChecker().compare(before, after, mode);
        });

        problem(late.add(id, A, null), ErrorCode.SCHEMA_INCOMPATIBLE);

        assertThat(comparisons).hasValue(2);
        assertThat(schemas.find(parsed).orElseThrow().latest().definition()).isEqualTo(NOTHING);
    }

    @Test
    void aSchemaThatIsDeletedInBetweenIsNotFound() {
        String id = schema(A, null);
        AddSchemaVersion late = adding((before, after, mode) -> {
            value(deleteSchema.delete(id));
            return List.of();
        });

        problem(late.add(id, NOTHING, null), ErrorCode.NOT_FOUND);
    }

    @Test
    void racingDefinitionsGetConsecutiveNumbersAndTheSameOneGetsOneVersion() throws Exception {
        String id = schema(A, null);

        List<Added> added =
                Race.run(60, i -> untilAdded(id, "{\"title\":\"%d\",\"required\":[\"a\"]}".formatted(i / 3)));

        assertThat(added.stream().filter(Added::isNew).count()).isEqualTo(20);
        assertThat(added.stream()
                        .map(one -> one.version().version())
                        .distinct()
                        .sorted()
                        .toList())
                .isEqualTo(IntStream.rangeClosed(2, 21).boxed().toList());
        for (int i = 0; i < 60; i += 3) {
            assertThat(added.get(i).version()).isEqualTo(added.get(i + 1).version());
        }
    }

    /// Asks again whenever too many others were faster.
    private Added untilAdded(String id, String definition) {
        while (true) {
            switch (addVersion.add(id, definition, null)) {
                case Result.Ok<Added>(Added added) -> {
                    return added;
                }
                case Result.Refused<Added>(Problem problem) ->
                    assertThat(problem.code()).isEqualTo(ErrorCode.OVERLOADED);
            }
        }
    }

    @Test
    void whoeverIsOvertakenAllTheTimeIsToldToTryAgain() {
        String id = schema(A, "NONE");
        AtomicInteger comparisons = new AtomicInteger();
        AddSchemaVersion late = adding((before, after, mode) -> {
            value(addVersion.add(id, "{\"title\":\"%d\"}".formatted(comparisons.incrementAndGet()), null));
            return List.of();
        });

        assertThat(problem(late.add(id, NOTHING, null), ErrorCode.OVERLOADED)
                        .code()
                        .retryable())
                .isTrue();
        assertThat(comparisons).hasValue(8);
    }

    @Test
    void aSchemaThatHadAllItsVersionsTakesNoMoreButKnowsThose() {
        String id = schema(A, "NONE");
        AddSchemaVersion small =
                new AddSchemaVersion(schemas, compiler, new FakeCompatibilityChecker(), changed -> {}, clock, 2);
        value(small.add(id, NOTHING, null));
        value(changeVersion.change(id, 2, "deleted"));

        assertThat(problem(small.add(id, NOTHING, null), ErrorCode.CONFLICT).message())
                .contains("'default/click' has had 2 versions", "another name");
        assertThat(value(small.add(id, A, null)).isNew()).isFalse();
    }

    @Test
    void aDeletedVersionIsNeitherTheLatestNorTakenForTheSameDefinition() {
        String id = schema(A, "NONE");
        value(addVersion.add(id, NOTHING, null));

        assertThat(value(changeVersion.change(id, 2, "deleted")).status()).isEqualTo(VersionStatus.DELETED);

        assertThat(value(findSchemas.find(id)).latest().version()).isEqualTo(1);
        assertThat(problem(changeVersion.change(id, 2, "active"), ErrorCode.CONFLICT)
                        .message())
                .contains("version 2", "deleted and stays so");
        assertThat(problem(changeVersion.change(id, 1, "deleted"), ErrorCode.CONFLICT)
                        .message())
                .contains("delete the schema");
        assertThat(value(addVersion.add(id, NOTHING, null)).version().version()).isEqualTo(3);
        problem(changeVersion.change(id, 4, "deprecated"), ErrorCode.NOT_FOUND);
        problem(changeVersion.change(id, 1, "retired"), ErrorCode.INVALID_REQUEST);
        assertThat(value(findSchemas.versions(id, null, null)).items())
                .extracting(SchemaVersion::version)
                .containsExactly(1, 2, 3);
    }

    @Test
    void whatAStreamUsesStaysAndTheStreamIsNamed() {
        String id = schema(A, "NONE");
        StreamCatalog catalog = new StreamCatalog(streams, schemas, compiler);
        value(new CreateStream(streams, schemas, catalog, clock, random)
                .create("shop.clicks", id, new VersionChoice.Pinned(1), "", 1, Map.of()));
        value(addVersion.add(id, NOTHING, null));

        assertThat(problem(deleteSchema.delete(id), ErrorCode.CONFLICT).message())
                .isEqualTo("'default/click' is used by stream 'shop.clicks';"
                        + " a schema can be deleted once no stream uses it");
        assertThat(problem(changeVersion.change(id, 1, "deleted"), ErrorCode.CONFLICT)
                        .message())
                .contains("used by stream 'shop.clicks'");
        value(changeVersion.change(id, 1, "deprecated"));
        value(changeVersion.change(id, 2, "deleted"));
    }

    @Test
    void theBuiltInSchemaStaysAsItIs() {
        String any = schemas.latest(SchemaName.ANY).orElseThrow().schemaId().toString();

        problem(deleteSchema.delete(any), ErrorCode.CONFLICT);
        problem(addVersion.add(any, A, null), ErrorCode.CONFLICT);
        problem(changeSchema.change(any, "", null), ErrorCode.CONFLICT);
        problem(changeVersion.change(any, 1, "deprecated"), ErrorCode.CONFLICT);
    }

    @Test
    void whatIsChangedOfASchemaIsChecked() {
        String id = schema(A, null);

        assertThat(value(changeSchema.change(id, "new", "FULL")).latest().description())
                .isEqualTo("new");
        problem(changeSchema.change(id, null, null), ErrorCode.INVALID_REQUEST);
        problem(changeSchema.change(id, "x".repeat(1025), null), ErrorCode.INVALID_REQUEST);
        problem(changeSchema.change(id, "\0", null), ErrorCode.INVALID_REQUEST);
        problem(changeSchema.change(id, null, "full"), ErrorCode.INVALID_REQUEST);
        problem(createSchema.create("default", "other", "", A, "full"), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void versionsComeInPagesAndAreFoundByNumber() {
        String id = schema(A, "NONE");
        value(addVersion.add(id, NOTHING, null));
        value(addVersion.add(id, A_AND_B, null));

        Listing<SchemaVersion> first = value(findSchemas.versions(id, 2, null));
        Listing<SchemaVersion> second = value(findSchemas.versions(id, 2, first.next()));

        assertThat(first.items()).extracting(SchemaVersion::version).containsExactly(1, 2);
        assertThat(second.items()).extracting(SchemaVersion::version).containsExactly(3);
        assertThat(second.next()).isNull();
        assertThat(value(findSchemas.version(id, 2)).definition()).isEqualTo(NOTHING);
        problem(findSchemas.version(id, 4), ErrorCode.NOT_FOUND);
        problem(findSchemas.version(id, 0), ErrorCode.NOT_FOUND);
        problem(findSchemas.version("click", 1), ErrorCode.INVALID_REQUEST);
        problem(findSchemas.versions(id, 2, "x"), ErrorCode.INVALID_REQUEST);
        problem(findSchemas.versions(id, 0, null), ErrorCode.INVALID_REQUEST);
    }
}
