package io.ttdust.adapters.parquet.read;

import io.ttdust.application.port.storage.StoredObject;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Footers of the files read last, within a bound of memory. Objects never change, so what is here stays true.
/// May be used by many threads; two that miss the same footer both read it.
final class FooterCache {

    private record Key(String key, long size) {}

    private final long bytesMax;
    private final Map<Key, OpenedFooter> footers = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    FooterCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    OpenedFooter of(StoredObject file) throws DamagedFileException, IOException {
        Key key = new Key(file.key(), file.size());
        OpenedFooter known = known(key);
        if (known != null) {
            return known;
        }
        OpenedFooter opened = OpenedFooter.of(file);
        keep(key, opened);
        return opened;
    }

    private synchronized @Nullable OpenedFooter known(Key key) {
        return footers.get(key);
    }

    private synchronized void keep(Key key, OpenedFooter opened) {
        if (footers.putIfAbsent(key, opened) == null) {
            bytes += opened.bytes();
        }
        Iterator<OpenedFooter> eldest = footers.values().iterator();
        while (bytes > bytesMax && eldest.hasNext()) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }
}
