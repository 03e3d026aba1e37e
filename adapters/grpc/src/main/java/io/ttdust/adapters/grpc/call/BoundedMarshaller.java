package io.ttdust.adapters.grpc.call;

import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Parses the requests of a generated service or method: small messages, and only while there is room for them.
///
/// An exception here would end the call without saying why, so a message that is not taken is noted in the call's
/// account, where [BudgetInterceptor] finds it before the empty message that stands for it reaches anybody.
///
/// @param generated the parser
/// @param empty what stands for a message that is not taken
public record BoundedMarshaller<Q>(MethodDescriptor.Marshaller<Q> generated, Q empty)
        implements MethodDescriptor.Marshaller<Q> {

    /// A stream with as many labels as it can have takes half of it.
    public static final int BYTES_MAX = 1 << 20;

    /// What a parsed message takes in memory for each byte on the wire, at most in what these services take.
    private static final int PARSED_FACTOR = 8;

    /// The same service, its requests bounded.
    public static ServerServiceDefinition bound(ServerServiceDefinition service) {
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
                        service.getServiceDescriptor().getName())
                .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
            ServerMethodDefinition<?, ?> bounded = bounded(method);
            descriptor.addMethod(bounded.getMethodDescriptor());
            methods.add(bounded);
        }
        ServerServiceDefinition.Builder bounded = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(bounded::addMethod);
        return bounded.build();
    }

    private static <Q, R> ServerMethodDefinition<Q, R> bounded(ServerMethodDefinition<Q, R> method) {
        return ServerMethodDefinition.create(of(method.getMethodDescriptor()), method.getServerCallHandler());
    }

    /// The same method, its requests bounded.
    public static <Q, R> MethodDescriptor<Q, R> of(MethodDescriptor<Q, R> published) {
        if (!(published.getRequestMarshaller() instanceof MethodDescriptor.PrototypeMarshaller<Q> generated)) {
            throw new IllegalArgumentException("%s has no generated parser".formatted(published.getFullMethodName()));
        }
        Q empty = Objects.requireNonNull(generated.getMessagePrototype());
        return published.toBuilder(new BoundedMarshaller<>(generated, empty), published.getResponseMarshaller())
                .build();
    }

    @Override
    public InputStream stream(Q request) {
        return generated.stream(request);
    }

    @Override
    public Q parse(InputStream message) {
        CallBytes account = CallBytes.current();
        Problem problem;
        try {
            byte[] bytes = message.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                problem = Problem.of(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "the message has more than %d bytes, the most this method takes".formatted(BYTES_MAX));
            } else if (!account.tryTake((long) bytes.length * PARSED_FACTOR)) {
                problem = MessageBudget.overloaded();
            } else {
                return generated.parse(new ByteArrayInputStream(bytes));
            }
        } catch (IOException e) {
            problem = unreadable(e.getMessage());
        } catch (StatusRuntimeException e) { // what the generated parser makes of bytes that are no such message
            problem = unreadable(e.getStatus().getDescription());
        }
        account.refuse(problem);
        return empty;
    }

    private static Problem unreadable(@Nullable String why) {
        return Problem.of(ErrorCode.INVALID_REQUEST, "the message cannot be read: %s".formatted(why));
    }
}
