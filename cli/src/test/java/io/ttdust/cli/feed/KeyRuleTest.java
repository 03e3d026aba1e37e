package io.ttdust.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KeyRuleTest {

    private final KeyRule field = new KeyRule.Field(JsonPointer.compile("/order/id"));

    @Test
    void makesTheSameKeyOfTheSameLineOfTheSameFile() {
        assertThat(keyOfLine("a/events.ndjson", 1)).isEqualTo(keyOfLine("a/../a/events.ndjson", 1));
        assertThat(keyOfLine("a/events.ndjson", 1)).isNotEqualTo(keyOfLine("a/events.ndjson", 2));
        assertThat(keyOfLine("a/events.ndjson", 1)).isNotEqualTo(keyOfLine("b/events.ndjson", 1));
    }

    @Test
    void takesAStringOrANumberOutOfTheRecord() {
        assertThat(keyOf("{\"order\":{\"id\":\"o-7\"}}")).isEqualTo(new KeyRule.Key.Given("o-7"));
        assertThat(keyOf("{\"order\":{\"id\":12}}")).isEqualTo(new KeyRule.Key.Given("12"));
    }

    @Test
    void keepsNumbersApartThatAFloatingPointNumberCannot() {
        assertThat(keyOf("{\"order\":{\"id\":0.12345678901234567891}}"))
                .isNotEqualTo(keyOf("{\"order\":{\"id\":0.12345678901234567892}}"));
    }

    @Test
    void findsNoKeyInARecordThatLacksIt() {
        assertThat(keyOf("{\"order\":{}}")).isEqualTo(new KeyRule.Key.Missing());
        assertThat(keyOf("{\"order\":{\"id\":\"\"}}")).isEqualTo(new KeyRule.Key.Missing());
        assertThat(keyOf("{\"order\":{\"id\":{}}}")).isEqualTo(new KeyRule.Key.Missing());
    }

    @Test
    void leavesWhatIsNoJsonToTheServer() {
        assertThat(keyOf("{\"order\":")).isEqualTo(new KeyRule.Key.Absent());
    }

    @Test
    void isSafeToRepeatWithKeysOnly() {
        assertThat(field.isSafeToRepeat()).isTrue();
        assertThat(KeyRule.Place.of(Path.of("x")).isSafeToRepeat()).isTrue();
        assertThat(new KeyRule.None().isSafeToRepeat()).isFalse();
    }

    private KeyRule.Key keyOf(String payload) {
        return field.keyOf(new FedRecord(1, ByteString.copyFromUtf8(payload)));
    }

    private static KeyRule.Key keyOfLine(String file, long line) {
        return KeyRule.Place.of(Path.of(file)).keyOf(new FedRecord(line, ByteString.copyFromUtf8("{}")));
    }
}
