/// What every call passes: the account of its bytes ([CallBytes], [MessageBudget]), the end of calls that last
/// ([OpenCalls]), and how problems are said ([Problems]).
@NullMarked
package io.ttdust.adapters.grpc.call;

import org.jspecify.annotations.NullMarked;
