package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [SecretRepository] promises. An adapter's test extends this and supplies the store.
public abstract class SecretRepositoryContract {

    /// A store without secrets.
    protected abstract SecretRepository fresh();

    /// A store that cannot be reached.
    protected abstract SecretRepository away();

    @Test
    void keepsTheFirstCandidateForEachPurpose() {
        SecretRepository secrets = fresh();

        assertThat(secrets.findOrCreate("cursor-key", bytes(1))).isEqualTo(bytes(1));
        assertThat(secrets.findOrCreate("cursor-key", bytes(2))).isEqualTo(bytes(1));
        assertThat(secrets.findOrCreate("other-key", bytes(3))).isEqualTo(bytes(3));
    }

    @Test
    void isNotChangedThroughTheArraysItTookAndGave() {
        SecretRepository secrets = fresh();
        byte[] candidate = bytes(1);

        secrets.findOrCreate("cursor-key", candidate)[0] = 9;
        candidate[0] = 9;

        assertThat(secrets.findOrCreate("cursor-key", bytes(2))).isEqualTo(bytes(1));
    }

    @Test
    void givesAllRacingCallersTheWinnersSecret() throws Exception {
        SecretRepository secrets = fresh();

        List<byte[]> answers = Race.run(100, i -> secrets.findOrCreate("cursor-key", bytes(i)));

        assertThat(answers).hasSize(100).allSatisfy(answer -> assertThat(answer).isEqualTo(answers.getFirst()));
        assertThat(secrets.findOrCreate("cursor-key", bytes(101))).isEqualTo(answers.getFirst());
    }

    @Test
    @Tag("F20")
    void saysSoWhenTheStoreIsAway() {
        SecretRepository secrets = away();

        assertThatThrownBy(() -> secrets.findOrCreate("cursor-key", bytes(1))).isInstanceOf(StorageException.class);
    }

    /// 32 bytes that begin with `number` and go through zero and negative values.
    private static byte[] bytes(int number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (number - 7 * i);
        }
        return bytes;
    }
}
