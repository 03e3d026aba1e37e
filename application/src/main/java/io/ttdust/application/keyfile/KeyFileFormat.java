package io.ttdust.application.keyfile;

import io.ttdust.application.port.StorageException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// The bytes of a key file, version 1. All integers are big-endian.
///
/// Header, 32 bytes: magic `TTDKEYS` and the version (8), how many keys (8), the newest key's receive time in Unix
/// microseconds (8), 0 (4), CRC-32C of these 28 bytes (4). Then blocks of [#BLOCK_KEYS] keys, the last one with
/// what is left: the keys, then the CRC-32C of the block's bytes (4).
///
/// A key, 48 bytes: 128 bits of its hash, the 128-bit fingerprint of its record's body, partition (16 bits) and
/// offset (48 bits), receive time in Unix microseconds (8). Keys are sorted by hash, as unsigned numbers.
public final class KeyFileFormat {

    static final int KEY_LONGS = 6;
    static final int KEY_BYTES = KEY_LONGS * Long.BYTES;
    static final int BLOCK_KEYS = 512;

    private static final long MAGIC = 0x5454_444B_4559_5301L;
    private static final int HEADER_BYTES = 32;

    private KeyFileFormat() {}

    /// Partition and offset in one number, as files and memory hold them: 16 bits and 48.
    public static long place(int partition, long offset) {
        return ((long) partition << 48) | offset;
    }

    /// Encodes keys that are sorted.
    static ByteBuffer encode(Iterable<long[]> sorted, int keys, long newestMicros) {
        int blocks = Math.ceilDiv(keys, BLOCK_KEYS);
        ByteBuffer bytes = ByteBuffer.allocate(
                Math.addExact(Math.multiplyExact(keys, KEY_BYTES), HEADER_BYTES + blocks * Integer.BYTES));
        bytes.putLong(MAGIC).putLong(keys).putLong(newestMicros).putInt(0);
        bytes.putInt(checksum(bytes, 0));
        int start = bytes.position();
        int inBlock = 0;
        for (long[] key : sorted) {
            for (long part : key) {
                bytes.putLong(part);
            }
            if (++inBlock == BLOCK_KEYS) {
                bytes.putInt(checksum(bytes, start));
                start = bytes.position();
                inBlock = 0;
            }
        }
        if (inBlock > 0) {
            bytes.putInt(checksum(bytes, start));
        }
        return bytes.flip();
    }

    /// Shows every key of a file; the array is used again for the next one.
    ///
    /// @param name says which file, in an error
    /// @throws StorageException if the bytes are not a whole file of this version
    public static void decode(String name, ByteBuffer file, Consumer<long[]> reader) {
        ByteBuffer bytes = file.duplicate();
        if (bytes.remaining() < HEADER_BYTES || bytes.getLong(bytes.position()) != MAGIC) {
            throw new StorageException("'%s' is not a key file of a version this program reads".formatted(name));
        }
        int start = bytes.position();
        bytes.getLong();
        long keys = bytes.getLong();
        bytes.getLong();
        bytes.getInt();
        verify(name, bytes, start);
        if (keys < 1
                || keys > bytes.remaining() / KEY_BYTES
                || bytes.remaining() != keys * KEY_BYTES + Math.ceilDiv(keys, BLOCK_KEYS) * Integer.BYTES) {
            throw new StorageException("key file '%s' says %d keys but has %d bytes behind its header"
                    .formatted(name, keys, bytes.remaining()));
        }
        long[] key = new long[KEY_LONGS];
        long left = keys;
        while (left > 0) {
            int inBlock = (int) Math.min(left, BLOCK_KEYS);
            ByteBuffer block = bytes.slice(bytes.position(), inBlock * KEY_BYTES);
            int blockStart = bytes.position();
            bytes.position(blockStart + inBlock * KEY_BYTES);
            verify(name, bytes, blockStart);
            for (int i = 0; i < inBlock; i++) {
                for (int part = 0; part < KEY_LONGS; part++) {
                    key[part] = block.getLong();
                }
                reader.accept(key);
            }
            left -= inBlock;
        }
    }

    private static void verify(String name, ByteBuffer bytes, int start) {
        int computed = checksum(bytes, start);
        if (bytes.getInt() != computed) {
            throw new StorageException(
                    "key file '%s' is damaged at byte %d: its checksum differs".formatted(name, start));
        }
    }

    /// Of the bytes from `start` to the position.
    private static int checksum(ByteBuffer bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(start, bytes.position() - start));
        return (int) crc.getValue();
    }
}
