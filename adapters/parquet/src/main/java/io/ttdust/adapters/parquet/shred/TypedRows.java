package io.ttdust.adapters.parquet.shred;

import io.ttdust.adapters.parquet.layout.Layout;
import io.ttdust.adapters.parquet.layout.TypedNode;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;

/// The typed values of up to [#ROWS_MAX] payloads, column by column. Used by one thread, and again and again.
///
/// A value is one `long`: the number itself, the bits of a double, 0 or 1, or for bytes their place: start in the
/// upper half and length in the lower. A start below 0 is the place `-1 - start` of [#scratch].
public final class TypedRows {

    public static final int ROWS_MAX = 256;

    private final TypedNode.Group root;
    private final byte[][] levels;
    private final long[][] values;
    private final int[] untypedEnds = new int[ROWS_MAX];
    private Binary[] untyped = new Binary[16];
    private int untypedSize;
    private byte[] scratch = new byte[1024];
    private int scratchSize;
    private int rows;

    public TypedRows(Layout layout) {
        this.root = layout.root();
        this.levels = new byte[layout.leaves().size()][ROWS_MAX];
        this.values = new long[layout.leaves().size()][ROWS_MAX];
    }

    /// Forgets all rows.
    public void clear() {
        rows = 0;
        untypedSize = 0;
        scratchSize = 0;
        if (scratch.length > (1 << 20)) {
            scratch = new byte[1024];
        }
    }

    public int rows() {
        return rows;
    }

    /// Definition levels of a column, row by row.
    public byte[] levels(int leaf) {
        return levels[leaf];
    }

    /// Values of a column, row by row; meaningless where the level says there is none.
    public long[] values(int leaf) {
        return values[leaf];
    }

    /// Bytes that do not lie in the payloads as they are.
    public byte[] scratch() {
        return scratch;
    }

    /// Pointers of what did not fit its column, all rows behind one another.
    public Binary untyped(int index) {
        return untyped[index];
    }

    /// Where the pointers of row `row` end; they start where those of the row before end.
    public int untypedEnd(int row) {
        return untypedEnds[row];
    }

    /// Memory taken, about, in bytes.
    public long bytes() {
        return (long) levels.length * ROWS_MAX * (Long.BYTES + 1) + scratch.length;
    }

    /// Starts a row in which everything is null.
    void begin() {
        beginGroup(root, 0);
        untypedEnds[rows] = untypedSize;
    }

    /// Ends the row.
    void end() {
        untypedEnds[rows] = untypedSize;
        rows++;
    }

    /// Takes back what the row got so far: nothing of the payload can be read.
    void voidRow() {
        untypedSize = rows == 0 ? 0 : untypedEnds[rows - 1];
        beginGroup(root, 0);
        addUntyped(root.pointer());
    }

    /// Says that an object is there, or null when `level` is one less than its own; all below it is null so far.
    void beginGroup(TypedNode.Group group, int level) {
        for (int leaf = group.firstLeaf(); leaf < group.endLeaf(); leaf++) {
            levels[leaf][rows] = (byte) level;
        }
    }

    void set(TypedNode.Leaf leaf, long value) {
        levels[leaf.leaf()][rows] = (byte) leaf.level();
        values[leaf.leaf()][rows] = value;
    }

    void setNull(TypedNode.Leaf leaf) {
        levels[leaf.leaf()][rows] = (byte) (leaf.level() - 1);
    }

    void addUntyped(Binary pointer) {
        if (untypedSize == untyped.length) {
            untyped = Arrays.copyOf(untyped, untypedSize * 2);
        }
        untyped[untypedSize++] = pointer;
    }

    /// Makes room for `length` more bytes in [#scratch], which may be another array afterwards.
    ///
    /// @return where they start
    int reserve(int length) {
        if (scratch.length - scratchSize < length) {
            scratch = Arrays.copyOf(scratch, Math.max(Math.addExact(scratchSize, length), scratch.length * 2));
        }
        int start = scratchSize;
        scratchSize += length;
        return start;
    }

    /// Gives back what was reserved from `size` on.
    void shrinkScratch(int size) {
        scratchSize = size;
    }

    static long place(int start, int length) {
        return ((long) start << 32) | length;
    }

    static long placeInScratch(int start, int length) {
        return place(-1 - start, length);
    }
}
