/// Where the records come from: generated events or the lines of a file.
///
/// Entry point: [PayloadSource]. A source gives the same bytes for a number every time, so that what is read
/// back can be compared with what was sent without keeping it.
@NullMarked
package io.ttdust.cli.payload;

import org.jspecify.annotations.NullMarked;
