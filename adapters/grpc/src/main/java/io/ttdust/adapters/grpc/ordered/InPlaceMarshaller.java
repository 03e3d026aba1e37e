package io.ttdust.adapters.grpc.ordered;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.ttdust.adapters.grpc.call.CallBytes;
import io.ttdust.adapters.grpc.call.MessageBudget;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Turns the bytes of a request message into what a decoder of our own makes of them, on the event loop.
///
/// @param reader decodes a message; it never throws
public record InPlaceMarshaller<Q>(Reader<Q> reader) implements MethodDescriptor.Marshaller<Q> {

    private static final int START_BYTES = 64;
    private static final byte[] NOTHING = {};

    /// The first array a compressed message is inflated into.
    private static final int INFLATED_BYTES_MIN = 8 << 10;

    /// A decoder of one kind of message.
    public interface Reader<Q> {

        /// Decodes a message for which `message.length` bytes of the account are taken; what else the decoded
        /// request holds is taken here.
        Q read(byte[] message, CallBytes account);

        /// Stands for a message that is not read, of which no byte is taken.
        ///
        /// @param start the message's first bytes as far as they are known, to tell the client which one it was
        Q refused(byte[] start, Problem problem);
    }

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
        CallBytes account = CallBytes.current();
        try {
            return message instanceof KnownLength ? plain(message, account) : inflated(message, account);
        } catch (IOException e) {
            return reader.refused(
                    NOTHING,
                    Problem.of(
                            ErrorCode.INVALID_REQUEST, "the message cannot be inflated: %s".formatted(e.getMessage())));
        } catch (StatusRuntimeException e) {
            return reader.refused(
                    NOTHING,
                    Problem.of(
                            ErrorCode.PAYLOAD_TOO_LARGE,
                            "the message cannot be taken: %s"
                                    .formatted(e.getStatus().getDescription())));
        }
    }

    private Q plain(InputStream message, CallBytes account) throws IOException {
        int length = message.available();
        if (!account.tryTake(length)) {
            return reader.refused(message.readNBytes(Math.min(length, START_BYTES)), MessageBudget.overloaded());
        }
        // Not readNBytes(int), which reads in pieces and copies them together.
        byte[] bytes = new byte[length];
        int read = message.readNBytes(bytes, 0, length);
        account.giveBack(length - read);
        return reader.read(read == length ? bytes : Arrays.copyOf(bytes, read), account);
    }

    /// Inflates step by step, since nobody knows the length; each step is paid for before it is made.
    private Q inflated(InputStream message, CallBytes account) throws IOException {
        byte[] bytes = NOTHING;
        int used = 0;
        boolean whole = false;
        try {
            while (!whole) {
                int length = Math.max(INFLATED_BYTES_MIN, bytes.length * 2);
                if (!account.tryTake(length)) {
                    return reader.refused(
                            Arrays.copyOf(bytes, Math.min(used, START_BYTES)), MessageBudget.overloaded());
                }
                int before = bytes.length;
                bytes = Arrays.copyOf(bytes, length);
                account.giveBack(before);
                used += message.readNBytes(bytes, used, length - used);
                whole = used < length;
            }
            return account.tryTake(used)
                    ? reader.read(Arrays.copyOf(bytes, used), account)
                    : reader.refused(Arrays.copyOf(bytes, Math.min(used, START_BYTES)), MessageBudget.overloaded());
        } finally {
            account.giveBack(bytes.length);
        }
    }
}
