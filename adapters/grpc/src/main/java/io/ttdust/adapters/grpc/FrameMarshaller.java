package io.ttdust.adapters.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Turns the bytes of a request message into an [IncomingFrame], on the event loop.
///
/// @param recordsMax records of one frame
record FrameMarshaller(int recordsMax) implements MethodDescriptor.Marshaller<IncomingFrame> {

    /// Frames are only read here, never sent.
    @Override
    public InputStream stream(IncomingFrame frame) {
        throw new UnsupportedOperationException("a server sends no frames");
    }

    /// Reads a message whose length the transport has checked; that of a compressed one it checks while it
    /// inflates. Never throws, since an exception here would end the call: what cannot be read is a frame with a
    /// problem.
    @Override
    public IncomingFrame parse(InputStream message) {
        byte[] bytes;
        try {
            bytes = bytes(message);
        } catch (IOException e) {
            return IncomingFrame.unreadable(Problem.of(
                    ErrorCode.INVALID_REQUEST, "the message cannot be inflated: %s".formatted(e.getMessage())));
        } catch (StatusRuntimeException e) {
            return IncomingFrame.unreadable(Problem.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the message cannot be taken: %s".formatted(e.getStatus().getDescription())));
        }
        return FrameReader.read(bytes, recordsMax);
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
