/// Object stores: whole objects under keys, in local files.
///
/// Entry point: [FileObjectStore#open]. [KeyPaths] is the only place that knows how a key is spelled as a path,
/// [Disk] the only one that writes.
@NullMarked
package io.ttdust.adapters.objects;

import org.jspecify.annotations.NullMarked;
