package io.ttdust.application.stream;

import io.ttdust.application.access.Authorize;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;

/// Finds a stream for a caller who may do something with it. Safe for all threads.
///
/// A stream that does not exist and one the caller has no grant on are told apart by nobody who is not granted
/// every stream: both are `AUTHORIZATION_FAILED` with the same words.
public final class FindStream {

    private final StreamCatalog streams;
    private final Authorize authorize;

    public FindStream(StreamCatalog streams, Authorize authorize) {
        this.streams = streams;
        this.authorize = authorize;
    }

    /// The stream of that id or name.
    ///
    /// @param permission one that asks for a grant on the stream
    /// @return it, or `AUTHORIZATION_FAILED`, or what [StreamCatalog#find] refuses
    public Result<OpenStream> find(Principal principal, Permission permission, String idOrName) {
        return authorize.role(principal, permission).then(known -> switch (streams.find(idOrName)) {
            case Result.Ok<OpenStream>(OpenStream stream) ->
                authorize
                        .onStream(known, permission, stream.definition().id(), idOrName)
                        .then(granted -> Result.ok(stream));
            case Result.Refused<OpenStream>(Problem problem)
            when problem.code() == ErrorCode.NOT_FOUND ->
                authorize.onStream(known, permission, null, idOrName).then(granted -> Result.refused(problem));
            case Result.Refused<OpenStream>(Problem problem) -> Result.refused(problem);
        });
    }
}
