package io.ttdust.adapters.wal.archive;

import io.ttdust.adapters.wal.loss.Losses;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.application.port.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/// Where the sealed segments of one node lie: `wal-archive/{node}/{base LSN, 20 digits}.wal`, each a segment
/// file up to where its last commit ends, and `wal-archive/{node}/losses-{holes}-{time}`, what the log had lost
/// until then.
///
/// @param store whose objects never change
/// @param node the node's name
/// @param listener told what became of each segment, on the archiver's thread
public record LogArchive(ObjectStore store, String node, Listener listener) {

    private static final String ROOT = "wal-archive/";
    private static final String LOSSES = "losses-";
    private static final int PAGE = 1_000;

    /// Hears of the progress.
    public interface Listener {

        /// Of somebody who does not want to know.
        Listener NONE = new Listener() {
            @Override
            public void archived(String key, long bytes) {}

            @Override
            public void failed(Throwable cause) {}

            @Override
            public void caughtUp() {}
        };

        /// A segment is in the archive, from now on or since before.
        void archived(String key, long bytes);

        /// Something went wrong, and will be tried again.
        void failed(Throwable cause);

        /// Everything that is to be in the archive is there.
        void caughtUp();
    }

    /// An archive to be read only.
    public static LogArchive of(ObjectStore store, String node) {
        return new LogArchive(store, node, Listener.NONE);
    }

    /// The key of the segment at `base`.
    String key(long base) {
        return prefix() + SegmentCatalog.name(base);
    }

    /// The key of what the log had lost; of two, the later has the greater key.
    String key(Losses losses) {
        return "%s%s%06d-%020d".formatted(prefix(), LOSSES, losses.holes().size(), losses.unseenBeforeMicros());
    }

    private String prefix() {
        return ROOT + node + "/";
    }

    /// Bases of the segments that are there, in order.
    List<Long> bases() {
        return keys(prefix()).stream()
                .map(key -> SegmentCatalog.base(key.substring(prefix().length())))
                .filter(base -> base >= 0)
                .toList();
    }

    /// The keys of all losses that are there, the latest one last.
    List<String> losses() {
        return keys(prefix() + LOSSES);
    }

    /// Names of all nodes that have something in the store.
    List<String> nodes() {
        return keys(ROOT).stream()
                .map(key -> key.substring(ROOT.length(), key.lastIndexOf('/')))
                .distinct()
                .toList();
    }

    private List<String> keys(String prefix) {
        List<String> all = new ArrayList<>();
        List<String> page = store.list(prefix, null, PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = page.size() < PAGE ? List.of() : store.list(prefix, page.getLast(), PAGE);
        }
        return all;
    }
}
