package io.ttdust.adapters.rest.request;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.domain.problem.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// Inflates a zstd body (RFC 8878) of one or more frames. Used once.
///
/// The output is capped while it is made. A frame says how large a window its reader has to keep, in memory outside
/// the heap; RFC 9659 bounds it to 8 MiB for content codings, and frames that ask for more are refused before it is
/// allocated. No more windows exist at once than there are processors, since inflating never gives its carrier
/// thread away.
final class Unzstd {

    /// Binary logarithm of the largest window.
    private static final int WINDOW_LOG_MAX = 23;

    private Unzstd() {}

    /// The inflated bytes.
    ///
    /// @param share takes part in paying for the output's memory
    /// @throws RefusedException `INVALID_REQUEST` if `zstd` is truncated, damaged or wants too large a window,
    ///     `PAYLOAD_TOO_LARGE` if it inflates to more than `bytesMax` bytes
    static byte[] inflate(byte[] zstd, int bytesMax, BodyBudget.Share share) {
        InflatedBody out = new InflatedBody(zstd.length, bytesMax, share);
        try (ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(zstd))) {
            requireWholeFrames(zstd);
            in.setLongMax(WINDOW_LOG_MAX);
            int first = in.read();
            while (first >= 0) {
                if (out.room() == 0 && !out.grow()) {
                    throw out.tooLarge();
                }
                out.bytes[out.used++] = (byte) first;
                fill(in, out);
                first = in.read();
            }
        } catch (IOException | ZstdException e) {
            throw damaged();
        }
        return out.toByteArray();
    }

    /// The stream forgives a body that is empty or breaks off early in its second frame; here every byte must belong
    /// to a whole frame.
    private static void requireWholeFrames(byte[] zstd) {
        int at = 0;
        do {
            long length = at < zstd.length ? Zstd.findFrameCompressedSize(zstd, at) : 0;
            if (length <= 0 || length > zstd.length - at) {
                throw damaged();
            }
            at += (int) length;
        } while (at < zstd.length);
    }

    /// Fills the room there is, or less at the end.
    private static void fill(ZstdInputStreamNoFinalizer in, InflatedBody out) throws IOException {
        while (out.room() > 0) {
            int read = in.read(out.bytes, out.used, out.room());
            if (read < 0) {
                return;
            }
            out.used += read;
        }
    }

    private static RefusedException damaged() {
        return RefusedException.of(
                ErrorCode.INVALID_REQUEST,
                "the body is not whole zstd with a window of at most 8 MiB; nothing of it was taken");
    }
}
