/// How the server says no: every answer that is not 2xx is an RFC 9457 problem with one of the product's codes.
///
/// Entry points: [RefusedException] for controllers, [ProblemResponses] for answers made by hand. Neighbours:
/// `domain.problem` owns the codes and their statuses.
@NullMarked
package io.ttdust.adapters.rest.error;

import org.jspecify.annotations.NullMarked;
