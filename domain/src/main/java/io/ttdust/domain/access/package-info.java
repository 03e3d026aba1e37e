/// Who is calling: [Principal], and the [ApiKey] it proves itself with.
@NullMarked
package io.ttdust.domain.access;

import org.jspecify.annotations.NullMarked;
