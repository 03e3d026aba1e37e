package io.ttdust.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.proto.query.v1.Record;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadBackTest {

    private final List<byte[]> events = ClickEvents.generate(1, 20);
    private final IngestionFake server = new IngestionFake(UnaryOperator.identity());

    @BeforeEach
    void storeEveryEventTwice() {
        for (int i = 0; i < 2 * events.size(); i++) {
            server.records().add(record(i, events.get(i % events.size())));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void countsTheRecordsOfAllPages() throws IOException {
        assertThat(readBack()).isEqualTo(40);
    }

    @Test
    void findsARecordThatIsMissing() {
        server.records().remove(7);

        assertThatExceptionOfType(FailedRunException.class)
                .isThrownBy(this::readBack)
                .withMessage("record 7 of stream clicks has sequence number 8");
    }

    @Test
    void findsAChangedPayload() {
        byte[] changed = events.get(9).clone();
        changed[changed.length - 20] ^= 1;
        server.records().set(9, record(9, changed));

        assertThatExceptionOfType(FailedRunException.class)
                .isThrownBy(this::readBack)
                .withMessageStartingWith("record 9 of stream clicks is not what was sent");
    }

    @Test
    void findsAPayloadThatNobodySent() {
        server.records().set(9, record(9, new byte[] {'{', '}'}));

        assertThatExceptionOfType(FailedRunException.class)
                .isThrownBy(this::readBack)
                .withMessage("record 9 of stream clicks is not what was sent: {}");
    }

    private long readBack() throws IOException {
        return new ReadBack(server.stream(), events, 0, Long.MAX_VALUE).call();
    }

    private static Record record(long number, byte[] payload) {
        return Record.newBuilder()
                .setRecordId("rec_" + number)
                .setSequenceNumber(number)
                .setPayload(ByteString.copyFrom(payload))
                .build();
    }
}
