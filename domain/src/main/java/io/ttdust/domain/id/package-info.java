/// Identifiers: a prefix that names the kind, then a UUIDv7 in lower-case hex with dashes.
///
/// Nothing here draws time or randomness itself; both arrive as arguments. Entry points: [UuidV7] for new
/// identifiers, [RecordId] for the one kind that is computed instead of drawn.
@NullMarked
package io.ttdust.domain.id;

import org.jspecify.annotations.NullMarked;
