package io.ttdust.adapters.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A call whose only message comes to a halt when half of it is sent.
final class StallingCall<R> extends ClientCall.Listener<R> {

    private final ClientCall<InputStream, R> call;
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final HalfMessage message = new HalfMessage();

    private StallingCall(ClientCall<InputStream, R> call) {
        this.call = call;
    }

    static <R> StallingCall<R> of(MethodDescriptor<?, R> method, Channel channel) {
        StallingCall<R> stalling = new StallingCall<>(channel.newCall(
                method.toBuilder(new AsItIs(), method.getResponseMarshaller()).build(), CallOptions.DEFAULT));
        stalling.call.start(stalling, new Metadata());
        stalling.call.request(1);
        return stalling;
    }

    /// Returns when the first half is on its way.
    void sendHalf() throws InterruptedException {
        Thread.ofVirtual().start(() -> call.sendMessage(message));
        message.half.await();
    }

    /// How the call ended.
    Status end() throws Exception {
        try {
            return end.get(20, TimeUnit.SECONDS);
        } finally {
            message.rest.countDown();
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        end.complete(status);
    }

    private static final class AsItIs implements MethodDescriptor.Marshaller<InputStream> {

        @Override
        public InputStream stream(InputStream message) {
            return message;
        }

        @Override
        public InputStream parse(InputStream message) {
            throw new UnsupportedOperationException("a client reads no requests");
        }
    }

    /// Zeros. The client hands them on in pieces of a mebibyte.
    private static final class HalfMessage extends InputStream implements KnownLength {

        private static final int LENGTH = 4 << 20;

        private final CountDownLatch half = new CountDownLatch(1);
        private final CountDownLatch rest = new CountDownLatch(1);
        private int read;

        @Override
        public int available() {
            return LENGTH - read;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (read == LENGTH) {
                return -1;
            }
            if (read == LENGTH / 2) {
                half.countDown();
                awaitRest();
            }
            int end = read < LENGTH / 2 ? LENGTH / 2 : LENGTH;
            int count = Math.min(length, end - read);
            read += count;
            return count;
        }

        private void awaitRest() {
            try {
                rest.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
