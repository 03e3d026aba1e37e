package io.ttdust.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.access.StreamAction;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.proto.admin.v1.AdminServiceGrpc;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every method of every service × every role × a key bound to no stream, to the request's own and to another one,
/// against a table written by hand. A method that is not in the table fails the test.
@Timeout(120)
@Tag("B14")
class MethodMatrixTest {

    /// Per method: the lowest role, and what a bound key needs on top: `-` nothing, `own` that the stream in the
    /// request is its own, `every` that it is not bound at all.
    private static final String EXPECTED = """
            IngestStream    writer    own
            Ingest          writer    own
            IngestBatch     writer    -
            GetBatchJob     writer    -
            IngestRecords   writer    own
            QueryTimeRange  reader    own
            LookupByKey     reader    own
            CreateStream    operator  every
            UpdateStream    operator  -
            DeleteStream    operator  -
            ListStreams     reader    -
            GetStream       reader    own
            """;

    private static final List<ServiceDescriptor> SERVICES = List.of(
            IngestionServiceGrpc.getServiceDescriptor(),
            QueryServiceGrpc.getServiceDescriptor(),
            AdminServiceGrpc.getServiceDescriptor());

    private final LocalNode node = LocalNode.start();

    @AfterEach
    void stop() {
        node.close();
    }

    private record Rule(Role lowest, String binding) {

        boolean lets(Role role, boolean isBound, String stream) {
            return role.includes(lowest)
                    && (!isBound || binding.equals("-") || (binding.equals("own") && stream.equals("clicks")));
        }
    }

    private static Map<String, Rule> expected() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        for (String line : EXPECTED.lines().toList()) {
            String[] words = line.split(" +", -1);
            rules.put(words[0], new Rule(Objects.requireNonNull(Role.ofWord(words[1])), words[2]));
        }
        return rules;
    }

    @Test
    void everyMethodLetsInWhomTheTableLetsIn() throws Exception {
        Map<String, Rule> rules = expected();
        List<String> known = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Role role : Role.values()) {
            Channel unbound = node.channelOf(role);
            Channel bound = node.channelOf(role, new StreamGrant(LocalNode.CLICKS, Set.of(StreamAction.values())));
            for (ServiceDescriptor service : SERVICES) {
                for (MethodDescriptor<?, ?> method : service.getMethods()) {
                    String name = Objects.requireNonNull(method.getBareMethodName());
                    known.add(name);
                    Rule rule = Objects.requireNonNull(rules.get(name), name);
                    for (String stream : List.of("clicks", "orders")) {
                        check(wrong, method, unbound, role, rule.lets(role, false, stream), stream);
                        // A key of an admin is bound to nothing, whatever it names.
                        check(wrong, method, bound, role, rule.lets(role, role != Role.ADMIN, stream), stream);
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(known).containsAll(rules.keySet());
    }

    private static void check(
            List<String> wrong, MethodDescriptor<?, ?> method, Channel channel, Role role, boolean lets, String stream)
            throws Exception {
        boolean refused = isRefused(method, channel, stream);
        if (refused == lets) {
            wrong.add("%s by %s to %s: %s".formatted(method.getBareMethodName(), role, stream, refused));
        }
    }

    /// Whether the call, or the only message of it, is refused for a missing permission.
    private static <Q, R> boolean isRefused(MethodDescriptor<Q, R> method, Channel channel, String stream)
            throws Exception {
        CompletableFuture<Status> end = new CompletableFuture<>();
        List<R> answers = new ArrayList<>();
        ClientCall<Q, R> call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {

                    @Override
                    public void onMessage(R answer) {
                        answers.add(answer);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                new Metadata());
        call.request(2);
        call.sendMessage(request(method, stream));
        call.halfClose();
        Status.Code code = end.get(30, TimeUnit.SECONDS).getCode();
        assertThat(code).isNotIn(Status.Code.UNAUTHENTICATED, Status.Code.UNKNOWN, Status.Code.INTERNAL);
        return code == Status.Code.PERMISSION_DENIED
                || answers.stream().anyMatch(answer -> answer.toString().contains("AUTHORIZATION_FAILED"));
    }

    /// An empty message but for the stream it names, if it can.
    private static <Q> Q request(MethodDescriptor<Q, ?> method, String stream) {
        Q empty = Objects.requireNonNull(
                ((MethodDescriptor.PrototypeMarshaller<Q>) method.getRequestMarshaller()).getMessagePrototype());
        Message.Builder message = ((Message) empty).newBuilderForType();
        @Nullable FieldDescriptor field = message.getDescriptorForType().findFieldByName("stream_id");
        if (field != null) {
            message.setField(field, stream);
        }
        return method.parseRequest(message.build().toByteString().newInput());
    }
}
