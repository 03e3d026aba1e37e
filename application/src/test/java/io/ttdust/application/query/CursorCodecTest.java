package io.ttdust.application.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.query.Cursor;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("B13")
class CursorCodecTest {

    private static final Cursor CURSOR = new Cursor(1_700_000_000_000_000L, 3, 42);

    private final CursorCodec codec = new CursorCodec(new byte[32]);
    private final StreamId stream = new StreamId(UuidV7.of(1, new Random(1)));

    @Test
    void readsWhatItWrote() {
        assertThat(codec.decode(stream, codec.encode(stream, CURSOR))).isEqualTo(Result.ok(CURSOR));
    }

    @Test
    void refusesACursorWithAnyCharacterChanged() {
        String text = codec.encode(stream, CURSOR);
        for (int i = 0; i < text.length(); i++) {
            char changed = text.charAt(i) == 'A' ? 'Q' : 'A';
            assertRefused(text.substring(0, i) + changed + text.substring(i + 1));
        }
    }

    @Test
    void refusesCursorsOfOtherStreamsAndOtherSecrets() {
        StreamId other = new StreamId(UuidV7.of(1, new Random(2)));
        byte[] secret = new byte[32];
        secret[0] = 1;

        assertRefused(codec.encode(other, CURSOR));
        assertRefused(new CursorCodec(secret).encode(stream, CURSOR));
    }

    @Test
    void refusesWhatIsNoCursorAtAll() {
        assertRefused("");
        assertRefused("x".repeat(50));
        assertRefused("x".repeat(1_000_000));
        assertRefused("\u00e9".repeat(50));
    }

    @Test
    void wantsASecretThatCannotBeGuessed() {
        assertThatThrownBy(() -> new CursorCodec(new byte[31])).hasMessageContaining("31");
    }

    private void assertRefused(String text) {
        assertThat(codec.decode(stream, text))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }
}
