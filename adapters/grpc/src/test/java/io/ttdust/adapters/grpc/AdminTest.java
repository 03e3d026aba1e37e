package io.ttdust.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttdust.proto.admin.v1.AdminServiceGrpc;
import io.ttdust.proto.admin.v1.CreateStreamRequest;
import io.ttdust.proto.admin.v1.DeleteStreamRequest;
import io.ttdust.proto.admin.v1.GetStreamRequest;
import io.ttdust.proto.admin.v1.ListStreamsRequest;
import io.ttdust.proto.admin.v1.ListStreamsResponse;
import io.ttdust.proto.admin.v1.RetentionConfig;
import io.ttdust.proto.admin.v1.StreamConfig;
import io.ttdust.proto.admin.v1.UpdateStreamRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class AdminTest {

    private final LocalNode node = LocalNode.start();
    private final AdminServiceGrpc.AdminServiceBlockingStub admin = AdminServiceGrpc.newBlockingStub(node.channel());

    @AfterEach
    void stop() {
        node.close();
    }

    private StreamConfig create(StreamConfig.Builder config) {
        return admin.createStream(
                        CreateStreamRequest.newBuilder().setConfig(config).build())
                .getStream();
    }

    private static StreamConfig.Builder named(String name) {
        return StreamConfig.newBuilder().setName(name);
    }

    private static StatusRuntimeException status(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }

    @Test
    void aCreatedStreamIsFoundByIdAndByName() {
        StreamConfig created =
                create(named("made").setDescription("é").setPartitions(8).putLabels("team", "web"));

        assertThat(created.getStreamId()).startsWith("str_");
        assertThat(created.getSchemaId()).startsWith("sch_");
        assertThat(created.getPartitions()).isEqualTo(8);
        assertThat(created.getSchemaVersion()).isEqualTo(1);
        assertThat(created.getStatus()).isEqualTo("active");
        assertThat(created.getLabelsMap()).isEqualTo(Map.of("team", "web"));
        assertThat(created.getCreatedAtUnixMicros()).isPositive();
        for (String known : new String[] {"made", created.getStreamId()}) {
            assertThat(admin.getStream(GetStreamRequest.newBuilder()
                                    .setStreamId(known)
                                    .build())
                            .getStream())
                    .isEqualTo(created);
        }
        assertThat(create(named("narrow")).getPartitions()).isEqualTo(1);
    }

    @Test
    void whatIsTakenUnknownOrMissingIsToldByItsStatus() {
        assertThat(status(() -> create(named("clicks"))).getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(status(() -> create(named("s").setSchemaId("sch_019b76da-a800-7000-8000-0000000000ff")))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(status(() -> admin.getStream(GetStreamRequest.newBuilder()
                                .setStreamId("nowhere")
                                .build()))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    static Stream<StreamConfig.Builder> refused() {
        return Stream.of(
                StreamConfig.newBuilder(),
                named("../x"),
                named("s").setPartitions(1025),
                named("s").setPartitions(-1),
                named("s").setSchemaId("nonsense"),
                named("s").setDescription("\0"),
                named("s").setStreamId("str_019b76da-a800-7000-8000-000000000000"),
                named("s").setSchemaVersion(1),
                named("s").setStatus("active"),
                named("s").setCreatedAtUnixMicros(1),
                named("s").setRetention(RetentionConfig.newBuilder().setRetentionDays(1)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    @Tag("B14")
    void whatCannotBeHonouredIsRefusedAndNeverIgnored(StreamConfig.Builder config) {
        assertThat(status(() -> create(config)).getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(() -> admin.getStream(
                                GetStreamRequest.newBuilder().setStreamId("s").build()))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void streamsAreListedPageByPage() {
        create(named("l1"));
        create(named("l2"));

        ListStreamsResponse first =
                admin.listStreams(ListStreamsRequest.newBuilder().setLimit(1).build());
        ListStreamsResponse second = admin.listStreams(ListStreamsRequest.newBuilder()
                .setLimit(1)
                .setCursor(first.getNextCursor())
                .build());
        ListStreamsResponse all = admin.listStreams(ListStreamsRequest.getDefaultInstance());

        assertThat(first.getStreams(0).getName()).isEqualTo("l2");
        assertThat(second.getStreams(0).getName()).isEqualTo("l1");
        assertThat(all.getStreamsCount()).isEqualTo(5);
        assertThat(all.hasNextCursor()).isFalse();
        assertThat(status(() -> admin.listStreams(
                                ListStreamsRequest.newBuilder().setLimit(0).build()))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private StreamConfig update(StreamConfig.Builder config, String... mask) {
        UpdateStreamRequest.Builder request = UpdateStreamRequest.newBuilder().setConfig(config);
        if (mask.length > 0) {
            request.setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(mask)));
        }
        return admin.updateStream(request.build()).getStream();
    }

    @Test
    void aStreamCanBeReadEditedAndSentBack() {
        StreamConfig created = create(named("edited").setDescription("old").putLabels("a", "1"));
        assertThat(created.getRequestedSchemaVersion()).isEqualTo("latest");

        StreamConfig pinned = update(created.toBuilder().setRequestedSchemaVersion("1"));
        StreamConfig described = update(pinned.toBuilder().setDescription("new"));
        StreamConfig emptied = update(StreamConfig.newBuilder().setStreamId("edited"), "description", "labels");

        assertThat(pinned)
                .isEqualTo(created.toBuilder().setRequestedSchemaVersion("1").build());
        assertThat(described).isEqualTo(pinned.toBuilder().setDescription("new").build());
        assertThat(emptied)
                .isEqualTo(
                        described.toBuilder().clearDescription().clearLabels().build());
        assertThat(admin.getStream(GetStreamRequest.newBuilder()
                                .setStreamId("edited")
                                .build())
                        .getStream())
                .isEqualTo(emptied);
    }

    static Stream<StreamConfig.Builder> unchangeable() {
        return Stream.of(
                StreamConfig.newBuilder(),
                StreamConfig.newBuilder().setStreamId("clicks").setName("other"),
                StreamConfig.newBuilder().setStreamId("clicks").setPartitions(9),
                StreamConfig.newBuilder().setStreamId("clicks").setSchemaVersion(9),
                StreamConfig.newBuilder().setStreamId("clicks").setSchemaId("sch_019b76da-a800-7000-8000-0000000000ff"),
                StreamConfig.newBuilder().setStreamId("clicks").setStatus("paused"),
                StreamConfig.newBuilder().setStreamId("clicks").setRequestedSchemaVersion("newest"),
                StreamConfig.newBuilder().setStreamId("clicks").setDescription("\0"),
                StreamConfig.newBuilder()
                        .setStreamId("clicks")
                        .setRetention(RetentionConfig.newBuilder().setRetentionDays(1)));
    }

    @ParameterizedTest
    @MethodSource("unchangeable")
    @Tag("B14")
    void whatCannotBeChangedIsRefused(StreamConfig.Builder config) {
        assertThat(status(() -> update(config)).getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(() -> update(StreamConfig.newBuilder().setStreamId("clicks"), "name"))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aStreamOrVersionThatIsNotThereIsNotFound() {
        assertThat(status(() -> update(StreamConfig.newBuilder().setStreamId("nowhere")))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(status(() -> update(
                                StreamConfig.newBuilder().setStreamId("clicks").setRequestedSchemaVersion("7")))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(status(() -> create(named("seventh").setRequestedSchemaVersion("7")))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void whatStreamsCannotDoYetIsUnimplementedWithAHint() {
        StatusRuntimeException delete = status(() -> admin.deleteStream(
                DeleteStreamRequest.newBuilder().setStreamId("clicks").build()));

        assertThat(delete.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(delete).hasMessageContaining("not deleted yet");
    }
}
