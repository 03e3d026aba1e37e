package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [SchemaRepository] promises. An adapter's test extends this and supplies the store.
public abstract class SchemaRepositoryContract extends SchemaVersionsContract {

    /// A store that cannot be reached.
    protected abstract SchemaRepository away();

    @Test
    void beginsWithTheBuiltInSchemaThatAcceptsAnyObject() {
        SchemaRepository schemas = fresh();

        SchemaVersion any = schemas.latest(SchemaName.ANY).orElseThrow();

        // The fake spells it out, so that fake and store cannot drift apart.
        assertThat(any)
                .isEqualTo(new InMemorySchemaRepository().latest(SchemaName.ANY).orElseThrow());
        assertThat(latest(schemas.list(null, 1000, null))).containsExactly(any.withoutDefinition());
        assertThat(create(schemas, SampleSchemas.schema(1, SchemaName.ANY))).isFalse();
    }

    @Test
    void givesBackWhatWasCreatedByIdVersionAndName() {
        SchemaRepository schemas = fresh();
        SchemaVersion click = SampleSchemas.schema(1, new SchemaName("shop", "click"));

        assertThat(create(schemas, click)).isTrue();

        assertThat(schemas.find(click.schemaId(), 1)).contains(click);
        assertThat(schemas.latest(click.schemaId())).contains(click);
        assertThat(schemas.latest(click.name())).contains(click);
    }

    @Test
    void keepsTheTextOfTheDefinitionByteForByte() {
        SchemaRepository schemas = fresh();
        String definition = "{ \"type\":\"object\",\n\t\"b\":1.0, \"a\":\"\\u0000 \\ud800 ü 😀\", \"b\":1e2 }";
        SchemaVersion spaced = new SchemaVersion(
                id(1),
                new SchemaName("default", "spaced"),
                "Grüße 😀",
                1,
                definition,
                "0".repeat(64),
                Instant.ofEpochMilli(SampleSchemas.CREATED_MILLIS));

        create(schemas, spaced);

        assertThat(schemas.latest(id(1))).contains(spaced);
    }

    @Test
    void keepsTimesToTheMicrosecondAndCutsWhatIsFiner() {
        SchemaRepository schemas = fresh();
        SchemaVersion fine = new SchemaVersion(
                id(1),
                new SchemaName("default", "fine"),
                "",
                1,
                "{}",
                "0".repeat(64),
                Instant.parse("2026-06-01T12:00:00.123456999Z"));

        create(schemas, fine);

        assertThat(schemas.latest(id(1)).orElseThrow().createdAt())
                .isEqualTo(Instant.parse("2026-06-01T12:00:00.123456Z"));
    }

    @Test
    void refusesASecondSchemaOfTheSameNameAndKeepsTheFirst() {
        SchemaRepository schemas = fresh();
        SchemaName name = new SchemaName("default", "click");
        create(schemas, SampleSchemas.schema(1, name));

        assertThat(create(schemas, SampleSchemas.schema(2, name))).isFalse();

        assertThat(schemas.latest(name)).contains(SampleSchemas.schema(1, name));
        assertThat(schemas.latest(id(2))).isEmpty();
        assertThat(schemas.find(id(2), 1)).isEmpty();
    }

    @Test
    void letsTwoNamespacesUseOneName() {
        SchemaRepository schemas = fresh();

        assertThat(create(schemas, SampleSchemas.schema(1, new SchemaName("a", "click"))))
                .isTrue();
        assertThat(create(schemas, SampleSchemas.schema(2, new SchemaName("b", "click"))))
                .isTrue();
    }

    @Test
    void refusesAFirstVersionThatIsNotTheFirst() {
        SchemaRepository schemas = fresh();
        SchemaVersion second = new SchemaVersion(
                id(1), new SchemaName("default", "late"), "", 2, "{}", "0".repeat(64), Instant.ofEpochSecond(0));

        assertThatIllegalArgumentException().isThrownBy(() -> create(schemas, second));
    }

    @Test
    void refusesAnIdThatIsTakenWithoutCallingItADuplicateName() {
        SchemaRepository schemas = fresh();
        create(schemas, SampleSchemas.schema(1, new SchemaName("default", "first")));

        assertThatThrownBy(() -> create(schemas, SampleSchemas.schema(1, new SchemaName("default", "second"))))
                .isInstanceOf(StorageException.class);
        assertThat(schemas.latest(new SchemaName("default", "second"))).isEmpty();
    }

    @Test
    void findsNothingWhereNothingIs() {
        SchemaRepository schemas = fresh();
        create(schemas, SampleSchemas.schema(1, new SchemaName("default", "click")));

        assertThat(schemas.find(id(1), 2)).isEmpty();
        assertThat(schemas.find(id(2), 1)).isEmpty();
        assertThat(schemas.latest(id(2))).isEmpty();
        assertThat(schemas.latest(new SchemaName("default", "clicks"))).isEmpty();
        assertThat(schemas.list("nowhere", 10, null)).isEmpty();
    }

    @Test
    void listsNewestFirstPageByPageAndByNamespace() {
        SchemaRepository schemas = fresh();
        SchemaVersion builtIn = schemas.latest(SchemaName.ANY).orElseThrow();
        SchemaVersion oldest = SampleSchemas.schema(1, new SchemaName("default", "z"));
        SchemaVersion middle = SampleSchemas.schema(2, new SchemaName("shop", "y"));
        SchemaVersion newest = SampleSchemas.schema(3, new SchemaName("default", "x"));
        create(schemas, middle);
        create(schemas, newest);
        create(schemas, oldest);

        assertThat(latest(schemas.list(null, 2, null)))
                .containsExactly(newest.withoutDefinition(), middle.withoutDefinition());
        assertThat(latest(schemas.list(null, 2, middle.schemaId())))
                .containsExactly(oldest.withoutDefinition(), builtIn.withoutDefinition());
        assertThat(latest(schemas.list("default", 1, null))).containsExactly(newest.withoutDefinition());
        assertThat(latest(schemas.list("default", 1000, newest.schemaId())))
                .containsExactly(oldest.withoutDefinition(), builtIn.withoutDefinition());
        assertThat(schemas.list(null, 10, builtIn.schemaId())).isEmpty();
    }

    @Test
    void refusesALimitOutsideItsBounds() {
        SchemaRepository schemas = fresh();

        assertThatIllegalArgumentException().isThrownBy(() -> schemas.list(null, 0, null));
        assertThatIllegalArgumentException().isThrownBy(() -> schemas.list(null, 1001, null));
        assertThatIllegalArgumentException().isThrownBy(() -> schemas.versions(id(1), 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> schemas.versions(id(1), 1001, 0));
    }

    @Test
    void letsOneOfManyRacingCreatorsWin() throws Exception {
        SchemaRepository schemas = fresh();
        SchemaName name = new SchemaName("default", "click");

        assertThat(Race.run(100, i -> create(schemas, SampleSchemas.schema(i, name))))
                .containsOnlyOnce(true)
                .hasSize(100);
        assertThat(schemas.list(null, 1000, null)).hasSize(2);
    }

    @Test
    @Tag("F20")
    void saysSoWhenTheStoreIsAway() {
        SchemaRepository schemas = away();
        SchemaVersion click = SampleSchemas.schema(1, new SchemaName("default", "click"));

        assertThatThrownBy(() -> create(schemas, click)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.find(id(1), 1)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.latest(id(1))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.latest(SchemaName.ANY)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.list(null, 1, null)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.find(id(1))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.find(id(1), click.fingerprint())).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.versions(id(1), 1, 0)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() ->
                        schemas.add(new Schema(click, CompatibilityMode.FULL, 1), SampleSchemas.version(click, 2)))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.change(id(1), "", null)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.change(id(1), 1, VersionStatus.DEPRECATED))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.delete(id(1))).isInstanceOf(StorageException.class);
    }

    @Test
    void keepsTheModeAndWhatIsChangedOfASchema() {
        SchemaRepository schemas = fresh();
        SchemaVersion click = SampleSchemas.schema(1, CLICK);
        schemas.create(click, CompatibilityMode.FORWARD);
        schemas.create(SampleSchemas.schema(2, new SchemaName("default", "other")), CompatibilityMode.NONE);
        assertThat(schemas.find(click.schemaId())).contains(new Schema(click, CompatibilityMode.FORWARD, 1));

        Schema mode =
                schemas.change(click.schemaId(), null, CompatibilityMode.FULL).orElseThrow();
        Schema both =
                schemas.change(click.schemaId(), "new", CompatibilityMode.NONE).orElseThrow();
        Schema description = schemas.change(click.schemaId(), "", null).orElseThrow();

        assertThat(mode).isEqualTo(new Schema(click, CompatibilityMode.FULL, 1));
        assertThat(both.compatibilityMode()).isEqualTo(CompatibilityMode.NONE);
        assertThat(both.latest().description()).isEqualTo("new");
        assertThat(description.latest().description()).isEmpty();
        assertThat(schemas.find(click.schemaId())).contains(description);
        assertThat(schemas.latest(new SchemaName("default", "other"))
                        .orElseThrow()
                        .description())
                .isEqualTo("schema number 2");
        assertThat(schemas.change(id(3), "", CompatibilityMode.NONE)).isEmpty();
    }

    @Test
    void freesTheNameOfASchemaThatIsDeleted() {
        SchemaRepository schemas = fresh();
        create(schemas, SampleSchemas.schema(1, CLICK));
        schemas.add(schemas.find(id(1)).orElseThrow(), SampleSchemas.version(SampleSchemas.schema(1, CLICK), 2));

        assertThat(schemas.delete(id(1))).isEqualTo(new SchemaDeletion.Deleted());

        assertThat(schemas.delete(id(1))).isEqualTo(new SchemaDeletion.Absent());
        assertThat(schemas.find(id(1))).isEmpty();
        assertThat(schemas.find(id(1), 1)).isEmpty();
        assertThat(schemas.versions(id(1), 10, 0)).isEmpty();
        assertThat(create(schemas, SampleSchemas.schema(2, CLICK))).isTrue();
        assertThat(schemas.latest(CLICK)).contains(SampleSchemas.schema(2, CLICK));
    }
}
