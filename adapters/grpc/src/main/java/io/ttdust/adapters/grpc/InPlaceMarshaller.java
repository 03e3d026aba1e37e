package io.ttdust.adapters.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Function;

/// Turns the bytes of a request message into what a decoder of our own makes of them, on the event loop.
///
/// @param reader decodes a message; it never throws
/// @param unreadable stands for a message whose bytes cannot be had
record InPlaceMarshaller<Q>(Function<byte[], Q> reader, Function<Problem, Q> unreadable)
        implements MethodDescriptor.Marshaller<Q> {

    /// Requests are only read here, never sent.
    @Override
    public InputStream stream(Q request) {
        throw new UnsupportedOperationException("a server sends no requests");
    }

    /// Reads a message whose length the transport has checked; that of a compressed one it checks while it
    /// inflates. Never throws, since an exception here would end the call: what cannot be read is a request
    /// with a problem.
    @Override
    public Q parse(InputStream message) {
        byte[] bytes;
        try {
            bytes = bytes(message);
        } catch (IOException e) {
            return unreadable.apply(Problem.of(
                    ErrorCode.INVALID_REQUEST, "the message cannot be inflated: %s".formatted(e.getMessage())));
        } catch (StatusRuntimeException e) {
            return unreadable.apply(Problem.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the message cannot be taken: %s".formatted(e.getStatus().getDescription())));
        }
        return reader.apply(bytes);
    }

    private static byte[] bytes(InputStream message) throws IOException {
        if (!(message instanceof KnownLength)) {
            return message.readAllBytes();
        }
        // Not readNBytes(int), which reads in pieces and copies them together.
        byte[] bytes = new byte[message.available()];
        int read = message.readNBytes(bytes, 0, bytes.length);
        return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
    }
}
