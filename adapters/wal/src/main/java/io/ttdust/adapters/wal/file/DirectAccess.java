package io.ttdust.adapters.wal.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import io.ttdust.adapters.wal.format.Blocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Writing past the page cache (`O_DIRECT`), each write on the disk when it returns (`O_DSYNC`). Whole blocks only,
/// at multiples of their length.
///
/// Who reads the same file through the page cache sees what was written: Linux drops the pages of a range before and
/// after it is written so, and nobody maps or dirties pages of a file that the log appends to.
public final class DirectAccess {

    private static final String PROBE = "direct-probe";

    private DirectAccess() {}

    /// The option of that name; null where the JDK has none.
    ///
    /// It is in a package that javac warns of in a way nothing suppresses, hence the look-up by name.
    public static @Nullable OpenOption option() {
        try {
            for (Object constant :
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
                if (constant instanceof OpenOption option && constant.toString().equals("DIRECT")) {
                    return option;
                }
            }
        } catch (ClassNotFoundException e) {
            return null; // a JDK of another make
        }
        return null;
    }

    /// Whether files in `directory` can be written so; some file systems refuse only the write, so one is made.
    static boolean worksIn(Path directory) throws IOException {
        OpenOption direct = option();
        if (direct == null || Blocks.BYTES % Files.getFileStore(directory).getBlockSize() != 0) {
            return false;
        }
        Path probe = directory.resolve(PROBE);
        ByteBuffer block = ByteBuffer.allocateDirect(2 * Blocks.BYTES).alignedSlice(Blocks.BYTES);
        block.limit(Blocks.BYTES);
        try (FileChannel channel = FileChannel.open(probe, CREATE, WRITE, DSYNC, direct)) {
            return channel.write(block, 0) == Blocks.BYTES;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // then it goes through the page cache, which cannot do less
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
