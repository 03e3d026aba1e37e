package io.ttdust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.query.FakeQuery;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `ttdust query` as a person calls it, over the network, against a server with little behind it.
@Timeout(60)
class QueryTest {

    private static final String SECRET = "ttd_live_secret";

    private final FakeServices services;
    private OutputStream out = new ByteArrayOutputStream();
    private final StringWriter printed = new StringWriter();
    private final StringWriter notes = new StringWriter();

    QueryTest() throws IOException {
        services = new FakeServices();
    }

    /// Whatever happens, the key is nowhere in what is printed.
    @AfterEach
    void stopAndLookForTheKey() {
        services.close();
        assertThat(printed.toString() + notes).doesNotContain(SECRET);
    }

    @Test
    void printsTheRecordsOfASpanPageByPage() {
        recordsNow(7);

        assertThat(query("s", "--json-metadata")).isZero();

        assertThat(out.toString().lines().toList()).hasSize(7).contains("{\"n\":1, \"m\":2}");
        assertThat(notes.toString())
                .contains("\"records\":7")
                .contains("\"more\":false")
                .contains("complete_through");
    }

    @Test
    void stopsAtTheLimitAndSaysThatThereIsMore() {
        recordsNow(7);

        assertThat(query("s", "--limit", "4")).isZero();

        assertThat(out.toString().lines()).hasSize(4);
        assertThat(notes.toString()).contains("4 records, and there are more; 4 scanned");
    }

    @Test
    void saysThatItStoppedByTheLimitWhereAPieceOfTheSpanEndsWithIt() throws IOException {
        recordsTenDaysAgo(3);
        recordsNow(2);

        assertThat(query("s", "--start", "-12d", "--limit", "3")).isZero();
        assertThat(notes.toString()).contains("3 records, stopped by the limit: there may be more; 3 scanned");

        JsonNode told = told("--limit", "3");
        assertThat(told.path("records").asLong()).isEqualTo(3);
        assertThat(told.path("stopped_by_limit").asBoolean()).isTrue();
        assertThat(services.query().asked()).as("one for each query").hasSize(2);
    }

    @Test
    void saysNothingOfALimitThatTheWholeSpanDoesNotExceed() throws IOException {
        recordsTenDaysAgo(3);
        recordsNow(2);

        JsonNode told = told("--limit", "5");

        assertThat(told.path("records").asLong()).isEqualTo(5);
        assertThat(told.path("more").asBoolean()).isFalse();
        assertThat(told.path("stopped_by_limit").asBoolean()).isFalse();
    }

    @Test
    void asksForALongSpanInPiecesThatMeet() {
        assertThat(query("s", "--start", "-15d", "--end", "-1d")).isZero();

        List<TimeRangeQueryRequest> asked = services.query().asked();
        assertThat(asked).hasSize(2);
        for (int i = 1; i < asked.size(); i++) {
            assertThat(asked.get(i).getStartTimeUnixMicros())
                    .isEqualTo(asked.get(i - 1).getEndTimeUnixMicros() + 1);
        }
        assertThat(asked.getLast().getEndTimeUnixMicros() - asked.getFirst().getStartTimeUnixMicros())
                .isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofDays(14))));
    }

    @Test
    void printsWhatBelongsToARecordWhenAsked() throws IOException {
        services.query().add(1_700_000_000_123_456L, "{\"b\": 1.50,\"a\":\"x\"}");

        assertThat(query("s", "--id", "rec_0", "--full")).isZero();

        assertThat(out.toString()).endsWith(",\"payload\":{\"b\": 1.50,\"a\":\"x\"}}\n");
        JsonNode record = new ObjectMapper().readTree(out.toString());
        assertThat(record.path("record_id").asText()).isEqualTo("rec_0");
        assertThat(record.path("ingested_at").asText()).isEqualTo("2023-11-14T22:13:20.123456Z");
        assertThat(record.path("metadata").path("origin").asText()).isEqualTo("test");
    }

    @Test
    void saysWhenThereIsNoSuchRecordOrStream() {
        assertThat(query("s", "--id", "rec_9")).isEqualTo(1);
        assertThat(notes.toString()).contains("there is no record rec_9 in stream 's'");

        assertThat(query("absent")).isEqualTo(2);
        assertThat(printed.toString()).contains("NOT_FOUND: there is no such stream");
    }

    @Test
    void refusesATimeOrSpanThatMakesNoSense() {
        assertThat(query("s", "--start", "tomorrow")).isEqualTo(2);
        assertThat(query("s", "--start", "now", "--end", "-1h")).isEqualTo(2);
        assertThat(query("s", "--limit", "0")).isEqualTo(2);
        assertThat(services.query().asked()).isEmpty();
    }

    @Test
    void endsQuietlyWhenTheReaderHasHadEnough() {
        recordsNow(7);
        out = new OutputStream() {
            @Override
            public void write(int next) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        assertThat(query("s")).isZero();

        assertThat(notes.toString()).isEmpty();
        assertThat(services.query().asked()).hasSize(1);
    }

    private void recordsNow(int count) {
        FakeQuery query = services.query();
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        for (int i = 0; i < count; i++) {
            query.add(now - 1_000_000, i == 1 ? "{\"n\":1,\n\"m\":2}" : "{\"n\":" + i + "}");
        }
    }

    private void recordsTenDaysAgo(int count) {
        long then = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now().minus(Duration.ofDays(10)));
        for (int i = 0; i < count; i++) {
            services.query().add(then, "{\"n\":" + i + "}");
        }
    }

    /// What is said of the records of twelve days.
    private JsonNode told(String... options) throws IOException {
        notes.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("--start", "-12d", "--json-metadata"));
        all.addAll(List.of(options));
        assertThat(query("s", all.toArray(String[]::new))).isZero();
        return new ObjectMapper().readTree(notes.toString());
    }

    private int query(String stream, String... options) {
        List<String> all = new ArrayList<>(List.of("query", stream));
        all.addAll(List.of(options));
        all.addAll(services.options());
        Surroundings around = new Surroundings(
                InputStream.nullInputStream(),
                out,
                new Terminal(new PrintWriter(notes, true), false),
                Map.of("TTDUST_API_KEY", SECRET));
        return Main.commandLine(new PrintWriter(printed, true), around).execute(all.toArray(String[]::new));
    }
}
