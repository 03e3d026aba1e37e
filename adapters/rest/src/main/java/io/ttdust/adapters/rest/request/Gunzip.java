package io.ttdust.adapters.rest.request;

import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.domain.problem.ErrorCode;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates a gzip body (RFC 1952) of one or more members, from array to array. Used once.
///
/// The JDK's `GZIPInputStream` forgives what follows the last member and copies twice more; here every byte must
/// belong to a member whose checksum and length are right.
final class Gunzip {

    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xE0;

    private final byte[] in;
    private final InflatedBody out;
    private int at;

    private Gunzip(byte[] in, InflatedBody out) {
        this.in = in;
        this.out = out;
    }

    /// The inflated bytes.
    ///
    /// @param share takes part in paying for the output's memory
    /// @throws RefusedException `INVALID_REQUEST` if `gzip` is truncated or damaged, `PAYLOAD_TOO_LARGE` if it
    ///     inflates to more than `bytesMax` bytes
    static byte[] inflate(byte[] gzip, int bytesMax, BodyBudget.Share share) {
        return new Gunzip(gzip, new InflatedBody(gzip.length, bytesMax, share)).all();
    }

    private byte[] all() {
        Inflater inflater = new Inflater(true);
        try {
            do {
                header();
                member(inflater);
                inflater.reset();
            } while (at < in.length);
        } catch (DataFormatException e) {
            throw damaged();
        } finally {
            inflater.end();
        }
        return out.toByteArray();
    }

    private void header() {
        int start = at;
        require(HEADER_BYTES);
        int flags = in[at + 3];
        if ((in[at] & 0xFF) != 0x1F
                || (in[at + 1] & 0xFF) != 0x8B
                || in[at + 2] != 8
                || (flags & FLAGS_RESERVED) != 0) {
            throw damaged();
        }
        at += HEADER_BYTES;
        if ((flags & FLAG_EXTRA) != 0) {
            require(2);
            int length = (in[at] & 0xFF) | ((in[at + 1] & 0xFF) << 8);
            at += 2;
            require(length);
            at += length;
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            CRC32 crc = new CRC32();
            crc.update(in, start, at - start);
            require(2);
            if (((in[at] & 0xFF) | ((in[at + 1] & 0xFF) << 8)) != (crc.getValue() & 0xFFFF)) {
                throw damaged();
            }
            at += 2;
        }
    }

    private void skipText() {
        do {
            require(1);
        } while (in[at++] != 0);
    }

    private void member(Inflater inflater) throws DataFormatException {
        int start = out.used;
        inflater.setInput(in, at, in.length - at);
        while (!inflater.finished()) {
            if (out.room() == 0) {
                makeRoom(inflater);
            }
            int made = inflater.inflate(out.bytes, out.used, out.room());
            out.used += made;
            if (made == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                throw damaged();
            }
        }
        at = in.length - inflater.getRemaining();
        CRC32 crc = new CRC32();
        crc.update(out.bytes, start, out.used - start);
        require(TRAILER_BYTES);
        if (littleEndian(at) != crc.getValue() || littleEndian(at + 4) != out.used - start) {
            throw damaged();
        }
        at += TRAILER_BYTES;
    }

    /// Grows the output. At its cap only a member that ends exactly there is let through.
    private void makeRoom(Inflater inflater) throws DataFormatException {
        if (!out.grow() && inflater.inflate(new byte[1]) > 0) {
            throw out.tooLarge();
        }
    }

    private long littleEndian(int from) {
        return (in[from] & 0xFFL)
                | ((in[from + 1] & 0xFFL) << 8)
                | ((in[from + 2] & 0xFFL) << 16)
                | ((in[from + 3] & 0xFFL) << 24);
    }

    private void require(int bytes) {
        if (in.length - at < bytes) {
            throw damaged();
        }
    }

    private static RefusedException damaged() {
        return RefusedException.of(ErrorCode.INVALID_REQUEST, "the body is not whole gzip; nothing of it was taken");
    }
}
