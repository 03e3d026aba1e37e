/// Who is calling and what they may do: [Principal], the [ApiKey] it proves itself with, and [Permission], the one
/// table of rights over [Role] and [StreamGrant].
@NullMarked
package io.ttdust.domain.access;

import org.jspecify.annotations.NullMarked;
