package io.ttdust.adapters.wal.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A directory on a disk that forgets: it knows what is only in the page cache, block by block, and which names
/// were not yet synced.
///
/// A process reaches it by [#mount]; [#killProcess] and [#cutPower] leave earlier mounts unusable. Faults are armed
/// before they happen.
public final class SimulatedDisk {

    private static final int BLOCK = Inode.BLOCK;
    private static final long NEVER = Long.MAX_VALUE;

    private TreeMap<String, Inode> live = new TreeMap<>();
    private TreeMap<String, Inode> durable = new TreeMap<>();
    private final List<TreeMap<String, Inode>> unsyncedNames = new ArrayList<>();
    private int generation;
    private long operations;
    private int fills;
    private int powerCuts;
    private long killAt = NEVER;
    private boolean killed;
    private final ArmedFaults faults = new ArmedFaults();
    private long roomBytes = NEVER;

    /// A disk with the content this one shows now, all of it durable.
    public synchronized SimulatedDisk copy() {
        SimulatedDisk copy = new SimulatedDisk();
        for (String name : live.keySet()) {
            Inode inode = new Inode();
            inode.settle(bytes(name));
            copy.live.put(name, inode);
        }
        copy.durable = new TreeMap<>(copy.live);
        return copy;
    }

    /// A disk with what certainly survives a power cut now, and nothing else.
    public synchronized SimulatedDisk durableCopy() {
        SimulatedDisk copy = new SimulatedDisk();
        durable.forEach((name, inode) -> {
            Inode settled = new Inode();
            settled.settle(inode.durable.clone());
            copy.live.put(name, settled);
        });
        copy.durable = new TreeMap<>(copy.live);
        return copy;
    }

    /// What a process that starts now sees.
    public synchronized LogFiles mount() {
        return new Mount(generation);
    }

    /// The process is gone, the page cache stays.
    public synchronized void killProcess() {
        generation++;
        disarm();
    }

    /// What a power cut took.
    ///
    /// @param names whether a name, or the end of one, was lost
    /// @param order whether of some segment a later block was kept and an earlier one was lost
    public record Loss(boolean names, boolean order) {}

    /// The power is gone: of what was not synced, names survive up to some moment and blocks each by chance.
    public void cutPower(RandomGenerator random) {
        cutPower(random, 8);
    }

    /// As above, with `keptOf16` of sixteen blocks surviving.
    public synchronized Loss cutPower(RandomGenerator random, int keptOf16) {
        endByPower();
        int kept = random.nextInt(unsyncedNames.size() + 1);
        TreeMap<String, Inode> shown = live;
        live = new TreeMap<>(kept == 0 ? durable : unsyncedNames.get(kept - 1));
        boolean order = false;
        for (Map.Entry<String, Inode> entry : live.entrySet()) {
            order |= entry.getValue().cutPower(random, keptOf16)
                    && entry.getKey().endsWith(".wal");
        }
        namesAreDurable();
        return new Loss(!live.equals(shown), order);
    }

    /// The power is gone after everything had reached the disk by itself.
    public synchronized void cutPowerKeepingAll() {
        endByPower();
        live.values().forEach(inode -> inode.settle(inode.live));
        namesAreDurable();
    }

    /// The power is gone and nothing that was not synced survives.
    public synchronized void cutPowerLosingAll() {
        endByPower();
        live = new TreeMap<>(durable);
        for (Inode inode : live.values()) {
            inode.settle(inode.durable);
        }
        namesAreDurable();
    }

    private void endByPower() {
        generation++;
        powerCuts++;
        disarm();
    }

    /// How often the power was cut.
    public synchronized int powerCuts() {
        return powerCuts;
    }

    /// Takes back what was armed; answers whether the process lives.
    public synchronized boolean disarm() {
        boolean lives = !killed;
        killed = false;
        killAt = NEVER;
        faults.disarm();
        return lives;
    }

    private void namesAreDurable() {
        durable = new TreeMap<>(live);
        unsyncedNames.clear();
    }

    /// The process is killed when it begins its operation number `count` from now on.
    public synchronized void killAtOperation(long count) {
        killAt = operations + count;
    }

    /// The sync number `count` from now on fails once; the pages it was for count as clean afterwards.
    public synchronized void failSync(int count) {
        faults.failSync(count, null);
    }

    /// As [#failSync], with only the syncs counted that the calling thread asks for.
    public synchronized void failOwnSync(int count) {
        faults.failSync(count, Thread.currentThread());
    }

    /// The rename or deletion number `count` from now on fails once and changes nothing.
    public synchronized void failMove(int count) {
        faults.failMove(count);
    }

    /// The write that would bring the bytes written from now on above `bytes` stops there and fails, once.
    public synchronized void failWriteAfter(long bytes) {
        faults.failWriteAfter(bytes);
    }

    /// Leaves room for `bytes` more.
    public synchronized void leaveRoom(long bytes) {
        roomBytes = bytes;
    }

    /// Whether the kill that was armed has come.
    public synchronized boolean isKilled() {
        return killed;
    }

    public synchronized long operations() {
        return operations;
    }

    /// How often a file was filled with zeros.
    public synchronized int fills() {
        return fills;
    }

    public synchronized List<String> names() {
        return List.copyOf(live.keySet());
    }

    /// Content of a file as a process would read it.
    public synchronized byte[] bytes(String name) {
        Inode inode = live.get(name);
        if (inode == null) {
            throw new IllegalArgumentException("no file " + name);
        }
        return inode.live.clone();
    }

    /// Replaces a file's content, durably, as rot or a careless hand would.
    public synchronized void put(String name, byte[] bytes) {
        Inode inode = new Inode();
        inode.settle(bytes);
        live.put(name, inode);
        namesAreDurable();
    }

    public synchronized void remove(String name) {
        live.remove(name);
        namesAreDurable();
    }

    private synchronized void begin(int mounted) throws IOException {
        operations++;
        if (operations >= killAt) {
            killAt = NEVER;
            killed = true;
            generation++;
        }
        if (mounted != generation) {
            throw new IOException("this process was killed");
        }
    }

    private Inode find(String name) throws NoSuchFileException {
        Inode inode = live.get(name);
        if (inode == null) {
            throw new NoSuchFileException(name);
        }
        return inode;
    }

    private final class Mount implements LogFiles {

        private final int mounted;

        Mount(int mounted) {
            this.mounted = mounted;
        }

        @Override
        public List<String> list() throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                return List.copyOf(live.keySet());
            }
        }

        @Override
        public LogFile open(String name) throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                return new Handle(mounted, find(name));
            }
        }

        @Override
        public void preallocate(String name, long bytes) throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                fills++;
                Inode inode = new Inode();
                live.put(name, inode);
                unsyncedNames.add(new TreeMap<>(live));
                int possible = (int) Math.min(bytes, roomBytes);
                inode.write(ByteBuffer.allocate(possible), 0, possible);
                if (roomBytes != NEVER) {
                    roomBytes -= possible;
                }
                if (possible < bytes) {
                    throw new DiskFullException("no room for %d bytes of %s".formatted(bytes, name));
                }
                new Handle(mounted, inode).sync();
            }
        }

        @Override
        public void rename(String from, String to) throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                faults.countMove();
                Inode inode = find(from);
                live.remove(from);
                live.put(to, inode);
                unsyncedNames.add(new TreeMap<>(live));
            }
        }

        @Override
        public void delete(String name) throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                faults.countMove();
                Inode inode = find(name);
                if (roomBytes != NEVER) {
                    roomBytes += inode.live.length;
                }
                inode.shrink();
                begin(mounted); // so that a crash may leave it so
                live.remove(name);
                unsyncedNames.add(new TreeMap<>(live));
            }
        }

        @Override
        public void syncDirectory() throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                faults.countSync();
                namesAreDurable();
            }
        }

        @Override
        public long usableBytes() throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                return roomBytes;
            }
        }

        @Override
        public void close() {}
    }

    private final class Handle implements LogFile {

        private final int mounted;
        private final Inode inode;

        Handle(int mounted, Inode inode) {
            this.mounted = mounted;
            this.inode = inode;
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                return inode.live.length;
            }
        }

        @Override
        public void read(ByteBuffer target, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                if (position + target.remaining() > inode.live.length) {
                    throw new EOFException("the file ends before " + (position + target.remaining()));
                }
                target.put(inode.live, (int) position, target.remaining());
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                int length = faults.possible(source.remaining());
                boolean whole = length == source.remaining();
                inode.write(source, (int) position, length);
                if (!whole) {
                    throw new IOException("No space left on device");
                }
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                try {
                    faults.countSync();
                } catch (IOException e) {
                    inode.dirty.clear();
                    throw e;
                }
                if (inode.durable.length != inode.live.length) {
                    inode.durable = Arrays.copyOf(inode.durable, inode.live.length);
                }
                for (int block = inode.dirty.nextSetBit(0); block >= 0; block = inode.dirty.nextSetBit(block + 1)) {
                    int start = block * BLOCK;
                    int end = Math.min(start + BLOCK, inode.live.length);
                    if (start < end) {
                        System.arraycopy(inode.live, start, inode.durable, start, end - start);
                    }
                }
                inode.dirty.clear();
            }
        }

        @Override
        public void truncate(long bytes) throws IOException {
            synchronized (SimulatedDisk.this) {
                begin(mounted);
                if (bytes < inode.live.length) {
                    inode.live = Arrays.copyOf(inode.live, (int) bytes);
                }
            }
        }

        @Override
        public void close() {}
    }
}
