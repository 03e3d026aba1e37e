package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [SchemaRepository] promises. An adapter's test extends this and supplies the store.
public abstract class SchemaRepositoryContract {

    private static final long CREATED_MILLIS = 1_780_000_000_000L;

    /// A store that holds nothing but the built-in schema.
    protected abstract SchemaRepository fresh();

    /// A store that cannot be reached.
    protected abstract SchemaRepository away();

    @Test
    void beginsWithTheBuiltInSchemaThatAcceptsAnyObject() {
        SchemaRepository schemas = fresh();

        SchemaVersion any = schemas.latest(SchemaName.ANY).orElseThrow();

        // The fake spells it out, so that fake and store cannot drift apart.
        assertThat(any)
                .isEqualTo(new InMemorySchemaRepository().latest(SchemaName.ANY).orElseThrow());
        assertThat(schemas.list(null, 1000, null)).containsExactly(any);
        assertThat(schemas.create(schema(1, SchemaName.ANY))).isFalse();
    }

    @Test
    void givesBackWhatWasCreatedByIdVersionAndName() {
        SchemaRepository schemas = fresh();
        SchemaVersion click = schema(1, new SchemaName("shop", "click"));

        assertThat(schemas.create(click)).isTrue();

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
                Instant.ofEpochMilli(CREATED_MILLIS));

        schemas.create(spaced);

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

        schemas.create(fine);

        assertThat(schemas.latest(id(1)).orElseThrow().createdAt())
                .isEqualTo(Instant.parse("2026-06-01T12:00:00.123456Z"));
    }

    @Test
    void refusesASecondSchemaOfTheSameNameAndKeepsTheFirst() {
        SchemaRepository schemas = fresh();
        SchemaName name = new SchemaName("default", "click");
        schemas.create(schema(1, name));

        assertThat(schemas.create(schema(2, name))).isFalse();

        assertThat(schemas.latest(name)).contains(schema(1, name));
        assertThat(schemas.latest(id(2))).isEmpty();
        assertThat(schemas.find(id(2), 1)).isEmpty();
    }

    @Test
    void letsTwoNamespacesUseOneName() {
        SchemaRepository schemas = fresh();

        assertThat(schemas.create(schema(1, new SchemaName("a", "click")))).isTrue();
        assertThat(schemas.create(schema(2, new SchemaName("b", "click")))).isTrue();
    }

    @Test
    void refusesAFirstVersionThatIsNotTheFirst() {
        SchemaRepository schemas = fresh();
        SchemaVersion second = new SchemaVersion(
                id(1), new SchemaName("default", "late"), "", 2, "{}", "0".repeat(64), Instant.ofEpochSecond(0));

        assertThatIllegalArgumentException().isThrownBy(() -> schemas.create(second));
    }

    @Test
    void refusesAnIdThatIsTakenWithoutCallingItADuplicateName() {
        SchemaRepository schemas = fresh();
        schemas.create(schema(1, new SchemaName("default", "first")));

        assertThatThrownBy(() -> schemas.create(schema(1, new SchemaName("default", "second"))))
                .isInstanceOf(StorageException.class);
        assertThat(schemas.latest(new SchemaName("default", "second"))).isEmpty();
    }

    @Test
    void findsNothingWhereNothingIs() {
        SchemaRepository schemas = fresh();
        schemas.create(schema(1, new SchemaName("default", "click")));

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
        SchemaVersion oldest = schema(1, new SchemaName("default", "z"));
        SchemaVersion middle = schema(2, new SchemaName("shop", "y"));
        SchemaVersion newest = schema(3, new SchemaName("default", "x"));
        schemas.create(middle);
        schemas.create(newest);
        schemas.create(oldest);

        assertThat(schemas.list(null, 2, null)).containsExactly(newest, middle);
        assertThat(schemas.list(null, 2, middle.schemaId())).containsExactly(oldest, builtIn);
        assertThat(schemas.list("default", 1, null)).containsExactly(newest);
        assertThat(schemas.list("default", 1000, newest.schemaId())).containsExactly(oldest, builtIn);
        assertThat(schemas.list(null, 10, builtIn.schemaId())).isEmpty();
    }

    @Test
    void refusesALimitOutsideItsBounds() {
        SchemaRepository schemas = fresh();

        assertThatIllegalArgumentException().isThrownBy(() -> schemas.list(null, 0, null));
        assertThatIllegalArgumentException().isThrownBy(() -> schemas.list(null, 1001, null));
    }

    @Test
    void letsOneOfManyRacingCreatorsWin() throws Exception {
        SchemaRepository schemas = fresh();
        SchemaName name = new SchemaName("default", "click");

        assertThat(Race.run(100, i -> schemas.create(schema(i, name))))
                .containsOnlyOnce(true)
                .hasSize(100);
        assertThat(schemas.list(null, 1000, null)).hasSize(2);
    }

    @Test
    @Tag("F20")
    void saysSoWhenTheStoreIsAway() {
        SchemaRepository schemas = away();
        SchemaVersion click = schema(1, new SchemaName("default", "click"));

        assertThatThrownBy(() -> schemas.create(click)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.find(id(1), 1)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.latest(id(1))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.latest(SchemaName.ANY)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> schemas.list(null, 1, null)).isInstanceOf(StorageException.class);
    }

    private static SchemaId id(int number) {
        return new SchemaId(UuidV7.of(CREATED_MILLIS + number, new Random(number)));
    }

    private static SchemaVersion schema(int number, SchemaName name) {
        return new SchemaVersion(
                id(number),
                name,
                "schema number " + number,
                1,
                "{\"type\":\"object\",\"title\":\"%d\"}".formatted(number),
                "%064x".formatted(number),
                Instant.ofEpochMilli(CREATED_MILLIS + number));
    }
}
