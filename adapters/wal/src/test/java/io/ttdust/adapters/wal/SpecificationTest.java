package io.ttdust.adapters.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.specification.SpecifiedFrame;
import io.ttdust.adapters.wal.specification.SpecifiedFrame.SpecifiedRecord;
import io.ttdust.adapters.wal.specification.SpecifiedLog;
import io.ttdust.adapters.wal.specification.UnreadableLogException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `FORMAT.md` says enough: a reader that was made from it alone, and shares no code with the program, reads of every
/// golden log what the program reads, and stops where the program stops.
@Tag("F29")
class SpecificationTest {

    static List<String> cases() throws IOException {
        return GoldenCases.names();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aReaderMadeFromTheSpecificationReadsTheSameRecords(String name) throws Exception {
        String expected = GoldenCases.expected(name);
        String start = expected.substring(expected.indexOf("\nstart\n") + 7);
        Map<String, byte[]> log = GoldenCases.log(name);

        if (start.contains("Exception: ")) {
            assertThatThrownBy(() -> SpecifiedLog.read(log)).isInstanceOf(UnreadableLogException.class);
        } else {
            assertThat(byPlace(SpecifiedLog.read(log))).isEqualTo(byPlace(start));
        }
    }

    @Test
    void whatIsReservedInARecordCanBeReadToo() throws Exception {
        List<SpecifiedRecord> records = SpecifiedLog.read(GoldenCases.log("reserved-record-fields"))
                .getLast()
                .records();

        assertThat(records)
                .extracting(SpecifiedRecord::reserved)
                .containsExactly(
                        "0190000000007000800000000000000b" + "03000000" + "2900000000000000"
                                + "4bf92f3577b34da6a3ce929d0e0e4736" + "00f067aa0ba902b7" + "01401e18240a0600"
                                + "02",
                        "");
    }

    private static Map<String, List<String>> byPlace(List<SpecifiedFrame> frames) {
        Map<String, List<String>> places = new TreeMap<>();
        for (SpecifiedFrame frame : frames) {
            List<String> lines = places.computeIfAbsent(frame.place(), place -> new ArrayList<>());
            lines.add("from offset %d at %d, schema version %d"
                    .formatted(frame.firstOffset(), frame.receiveMicros(), frame.schemaVersion()));
            for (SpecifiedRecord one : frame.records()) {
                Long micros = one.eventMicros();
                lines.add("[%s] RecordAttributes[idempotencyKey=%s, partitionKey=%s, metadata=%s, eventTimeMicros=%d]"
                        .formatted(
                                one.payload(),
                                one.idempotencyKey(),
                                one.partitionKey(),
                                one.metadata(),
                                micros == null ? Long.MIN_VALUE : micros));
            }
        }
        return places;
    }

    /// The same of what a start of the program came to.
    private static Map<String, List<String>> byPlace(String start) {
        Map<String, List<String>> places = new TreeMap<>();
        List<String> lines = List.of();
        for (String line : start.lines().toList()) {
            if (line.startsWith("  str_")) {
                lines = places.computeIfAbsent(line.strip().replaceFirst(", lost .*", ""), place -> new ArrayList<>());
            } else if (line.startsWith("    ")) {
                lines.add(line.strip());
            }
        }
        places.values().removeIf(List::isEmpty);
        return places;
    }
}
