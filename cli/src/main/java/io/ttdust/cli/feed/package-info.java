/// Records of a file or of standard input, one after another, byte for byte, without holding more than one of them.
///
/// Entry point: [RecordFeed#open]. Whoever needs records by number, again and again, reads a file through
/// `payload` instead.
@NullMarked
package io.ttdust.cli.feed;

import org.jspecify.annotations.NullMarked;
