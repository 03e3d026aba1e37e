package io.ttdust.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamGrantTest {

    private static final StreamId OWN = new StreamId(UuidV7.of(1, new Random(1)));
    private static final StreamId OTHER = new StreamId(UuidV7.of(1, new Random(2)));

    @Test
    void aGrantCoversItsStreamAndItsActionsOnly() {
        StreamGrant grant = new StreamGrant(OWN, Set.of(StreamAction.READ));

        assertThat(grant.covers(OWN, StreamAction.READ)).isTrue();
        assertThat(grant.covers(OWN, StreamAction.WRITE)).isFalse();
        assertThat(grant.covers(OTHER, StreamAction.READ)).isFalse();
        assertThat(grant.covers(null, StreamAction.READ)).as("every stream").isFalse();
    }

    @Test
    void theAdminActionHoldsTheOthers() {
        for (StreamAction action : StreamAction.values()) {
            assertThat(StreamGrant.EVERYTHING.covers(null, action)).isTrue();
            assertThat(StreamGrant.EVERYTHING.covers(OTHER, action)).isTrue();
        }
    }

    @Test
    void aGrantWithoutActionsIsNone() {
        assertThatThrownBy(() -> new StreamGrant(OWN, Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAdministratorNeedsNoGrant() {
        List<StreamGrant> grants = List.of(new StreamGrant(OWN, Set.of(StreamAction.READ)));

        assertThat(new Principal("key", Role.ADMIN, grants).isGranted(OTHER, StreamAction.ADMIN))
                .isTrue();
        assertThat(new Principal("key", Role.OPERATOR, grants).isGranted(OTHER, StreamAction.READ))
                .isFalse();
    }

    @Test
    void rolesAndActionsAreFoundByTheirWords() {
        for (Role role : Role.values()) {
            assertThat(Role.ofWord(role.word())).isEqualTo(role);
            assertThat(Role.ADMIN.includes(role)).isTrue();
            assertThat(role.includes(Role.READER)).isTrue();
        }
        for (StreamAction action : StreamAction.values()) {
            assertThat(StreamAction.ofWord(action.word())).isEqualTo(action);
        }
        assertThat(Role.ofWord("root")).isNull();
        assertThat(StreamAction.ofWord("")).isNull();
        assertThat(Role.WRITER.includes(Role.SCHEMA_ADMIN)).isFalse();
    }
}
