package io.ttdust.adapters.parquet.file;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// zstd through zstd-jni. The library's own way leads through Hadoop.
public final class ZstdCodecs implements CompressionCodecFactory {

    /// Chosen by measurement: for records of ten columns, 2 and 3 take a fifth and a half more time for the
    /// whole file, which does not get smaller.
    public static final int LEVEL = 1;

    @Override
    public Compressor getCompressor(CompressionCodecName codecName) {
        require(codecName);
        return new Compressor();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codecName) {
        require(codecName);
        return new Decompressor();
    }

    private static void require(CompressionCodecName codecName) {
        if (codecName != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException("not compressed by zstd but by " + codecName);
        }
    }

    @Override
    public void release() {}

    /// What zstd takes outside the heap once it has compressed something, about.
    private static final long CONTEXT_BYTES = 512 << 10;

    /// Compresses one page after the other. Used by one thread; holds memory outside the heap until it is released.
    public static final class Compressor implements BytesInputCompressor {

        private final ZstdCompressCtx zstd = new ZstdCompressCtx();
        private Gathered gathered = new Gathered();
        private byte[] packed = {};

        Compressor() {
            zstd.setLevel(LEVEL);
        }

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            gathered.reset();
            bytes.writeAllTo(gathered);
            int bound = Math.toIntExact(Zstd.compressBound(gathered.size()));
            if (packed.length < bound) {
                packed = new byte[bound];
            }
            int length = zstd.compressByteArray(packed, 0, packed.length, gathered.bytes(), 0, gathered.size());
            return BytesInput.from(packed, 0, length);
        }

        /// Memory taken, about, in bytes.
        public long allocatedBytes() {
            return (packed.length == 0 ? 0 : CONTEXT_BYTES) + packed.length + gathered.bytes().length;
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {
            zstd.close();
            gathered = new Gathered();
            packed = new byte[0];
        }
    }

    private static final class Gathered extends ByteArrayOutputStream {

        byte[] bytes() {
            return buf;
        }
    }

    private static final class Decompressor implements BytesInputDecompressor {

        private final Gathered gathered = new Gathered();

        @Override
        public BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
            gathered.reset();
            bytes.writeAllTo(gathered);
            return BytesInput.from(unpack(gathered.bytes(), gathered.size(), decompressedSize));
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
                throws IOException {
            byte[] packed = new byte[compressedSize];
            input.get(packed);
            output.put(unpack(packed, compressedSize, decompressedSize));
        }

        /// The page says for itself how large it is, under its checksum; its header does so without one.
        private static byte[] unpack(byte[] packed, int length, int decompressedSize) throws IOException {
            long size = Zstd.getFrameContentSize(packed, 0, length);
            if (size != decompressedSize) {
                throw new IOException(
                        "a page is damaged: %d bytes where %d should be".formatted(size, decompressedSize));
            }
            byte[] page = new byte[decompressedSize];
            long out = Zstd.decompressByteArray(page, 0, page.length, packed, 0, length);
            if (out != decompressedSize) {
                throw new IOException(
                        "a page is damaged: " + (Zstd.isError(out) ? Zstd.getErrorName(out) : out + " bytes came out"));
            }
            return page;
        }

        @Override
        public void release() {}
    }
}
