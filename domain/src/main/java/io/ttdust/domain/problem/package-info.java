/// What went wrong, in the words every transport shares: [ErrorCode], [Problem] and the [Violation]s inside it.
///
/// Endpoints translate a [Problem] once, into RFC 9457 problem+json or a `google.rpc.Status`.
@NullMarked
package io.ttdust.domain.problem;

import org.jspecify.annotations.NullMarked;
