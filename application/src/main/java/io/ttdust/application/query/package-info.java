/// Reading records back: by time range ([QueryTimeRange]) and by record id ([LookupRecord]).
///
/// Invariant: a query fixes the log's durable end once, before it reads, so that no record is seen twice or appears
/// and vanishes between two pages. Pages are tied together by a signed cursor ([CursorCodec]).
@NullMarked
package io.ttdust.application.query;

import org.jspecify.annotations.NullMarked;
