package io.ttdust.adapters.grpc;

import static io.ttdust.adapters.grpc.FrameClient.frame;
import static io.ttdust.adapters.grpc.FrameClient.frameTo;
import static io.ttdust.adapters.grpc.RecordClient.record;
import static io.ttdust.adapters.grpc.RecordClient.recordTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttdust.adapters.grpc.GrpcSettings.Patience;
import io.ttdust.domain.access.ApiKeySecret;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.access.StreamAction;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.query.v1.KeyLookupRequest;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a key that is known may do, by role and by grant, and what becomes of a call whose key is lost.
@Timeout(60)
class PermissionsTest {

    private static final StreamGrant CLICKS = new StreamGrant(LocalNode.CLICKS, Set.of(StreamAction.ADMIN));
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(50);

    private final LocalNode node =
            LocalNode.start(address -> LocalNode.usual(address).with(64 << 20, CHECK_INTERVAL, Patience.DEFAULT));

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    @Tag("B14")
    void everyMethodLetsInWhomTheTableLetsIn(Role role) throws Exception {
        boolean ingests = role != Role.READER;
        boolean everywhere = role == Role.ADMIN;
        Channel unbound = node.channelOf(role);
        Channel bound = node.channelOf(role, CLICKS);
        List<String> outcomes = new ArrayList<>();
        for (Channel channel : List.of(unbound, bound)) {
            for (String stream : List.of("clicks", "orders")) {
                outcomes.add(ingest(channel, stream));
                outcomes.add(outcome(() -> query(channel, stream)));
                outcomes.add(outcome(() -> lookUp(channel, stream)));
            }
        }

        String in = ingests ? "OK" : "PERMISSION_DENIED";
        String foreign = everywhere ? "OK" : ingests ? "AUTHORIZATION_FAILED" : "PERMISSION_DENIED";
        String read = everywhere ? "OK" : "PERMISSION_DENIED";
        assertThat(outcomes).containsExactly(in, "OK", "OK", in, "OK", "OK", in, "OK", "OK", foreign, read, read);
    }

    @Test
    void grantsOfReadingAndWritingAreTwoThings() throws Exception {
        Channel reads = node.channelOf(Role.WRITER, new StreamGrant(LocalNode.CLICKS, Set.of(StreamAction.READ)));
        Channel writes = node.channelOf(Role.WRITER, new StreamGrant(LocalNode.CLICKS, Set.of(StreamAction.WRITE)));

        assertThat(ingest(reads, "clicks")).isEqualTo("AUTHORIZATION_FAILED");
        assertThat(outcome(() -> query(reads, "clicks"))).isEqualTo("OK");
        assertThat(ingest(writes, "clicks")).isEqualTo("OK");
        assertThat(outcome(() -> query(writes, "clicks"))).isEqualTo("PERMISSION_DENIED");
    }

    @Test
    @Tag("B14")
    void aFrameForAnotherStreamIsRefusedAloneAndInTheSameWordsAsForNone() throws Exception {
        FrameClient client = new FrameClient(node.channelOf(Role.WRITER, CLICKS));

        IngestRecordsResponse foreign = client.ask(frameTo("orders", 1, "a").build());
        IngestRecordsResponse missing = client.ask(frameTo("nowhere", 2, "a").build());

        assertThat(foreign.getError().getCode()).isEqualTo("AUTHORIZATION_FAILED");
        assertThat(missing.getError().getMessage())
                .isEqualTo(foreign.getError().getMessage().replace("orders", "nowhere"));
        assertThat(client.ask(frame(3, "a")).getAcceptedCount()).isEqualTo(1);
        client.halfClose();
        assertThat(client.end()).isNull();
    }

    @Test
    @Tag("B14")
    void recordsSentOneByOneAndAloneNeedTheGrantToo() throws Exception {
        Channel bound = node.channelOf(Role.WRITER, CLICKS);
        RecordClient client = new RecordClient(bound);

        assertThat(client.ask(record("a")).hasError()).isFalse();
        assertThat(client.ask(recordTo("orders", "a").build()).getError().getCode())
                .isEqualTo("AUTHORIZATION_FAILED");
        assertThat(client.ask(record("b")).hasError()).isFalse();
        assertThat(IngestionServiceGrpc.newBlockingStub(bound)
                        .ingest(recordTo("orders", "a").build())
                        .getError()
                        .getCode())
                .isEqualTo("AUTHORIZATION_FAILED");
        assertThat(outcome(() -> IngestionServiceGrpc.newBlockingStub(node.channelOf(Role.READER))
                        .ingest(record("a"))))
                .isEqualTo("PERMISSION_DENIED");
        assertThat(written()).isEqualTo(2);
    }

    @Test
    void anIdleStreamOfRecordsEndsSoonAfterItsKeyExpired() throws Exception {
        RecordClient client = new RecordClient(expiringChannel());
        assertThat(client.ask(record("a")).hasError()).isFalse();

        node.ahead = Duration.ofHours(1);

        assertThat(codeOf(client.end())).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void anIdleCallEndsSoonAfterItsKeyExpired() throws Exception {
        FrameClient client = new FrameClient(expiringChannel());
        assertThat(client.ask(frame(1, "a")).getAcceptedCount()).isEqualTo(1);

        node.ahead = Duration.ofHours(1);

        assertThat(codeOf(client.end())).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aBusyCallEndsSoonAfterItsKeyWasRevokedAndNothingUnansweredIsWritten() throws Exception {
        FrameClient client = new FrameClient(expiringChannel());
        client.readingAll();
        client.send(frame(0, "a"));
        node.keys.revoke(node.keys.list(1, null).getFirst().id(), Instant.now());
        // What was seen of the key is trusted for a while; the clock moves beyond that.
        node.ahead = Duration.ofSeconds(11);
        for (int sent = 1; !client.hasEnded(); sent++) {
            client.send(frame(sent, "a"));
            // A producer's pace, so that frames are on their way whenever the call ends.
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }

        assertThat(codeOf(client.end())).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(written()).isEqualTo((int)
                client.heard().stream().filter(answer -> !answer.hasError()).count());
    }

    private int written() {
        return query(node.channel(), "clicks");
    }

    private Channel expiringChannel() {
        ApiKeySecret key = node.newKey(Role.WRITER, Instant.now().plusSeconds(1800));
        return node.channel("x-api-key", key.reveal());
    }

    /// OK, the error of the frame, or the status the call ended with.
    private static String ingest(Channel channel, String stream) throws Exception {
        FrameClient client = new FrameClient(channel);
        client.send(frameTo(stream, 1, "a").build());
        client.halfClose();
        StatusRuntimeException end = client.end();
        if (end != null) {
            return codeOf(end).name();
        }
        IngestRecordsResponse answer = client.read();
        return answer.hasError() ? answer.getError().getCode() : "OK";
    }

    private static int query(Channel channel, String stream) {
        long now = Instant.now().toEpochMilli() * 1000;
        return QueryServiceGrpc.newBlockingStub(channel)
                .queryTimeRange(TimeRangeQueryRequest.newBuilder()
                        .setStreamId(stream)
                        .setStartTimeUnixMicros(now - 60_000_000)
                        .setEndTimeUnixMicros(now + 60_000_000)
                        .build())
                .getRecordsCount();
    }

    private static boolean lookUp(Channel channel, String stream) {
        return QueryServiceGrpc.newBlockingStub(channel)
                .lookupByKey(KeyLookupRequest.newBuilder()
                        .setStreamId(stream)
                        .setKeyField("_record_id")
                        .setKeyValue("rec_019b76da-a800-7000-8000-000000000000")
                        .build())
                .getFound();
    }

    private static String outcome(Callable<?> call) throws Exception {
        try {
            call.call();
            return "OK";
        } catch (StatusRuntimeException e) {
            return codeOf(e).name();
        }
    }

    private static Status.Code codeOf(@Nullable StatusRuntimeException end) {
        return Objects.requireNonNull(end, "the call ended well").getStatus().getCode();
    }
}
