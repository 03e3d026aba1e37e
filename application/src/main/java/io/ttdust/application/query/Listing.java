package io.ttdust.application.query;

import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A page of a list of definitions.
///
/// @param next hand it in as the cursor of the following page; null on the last page
public record Listing<T>(List<T> items, @Nullable String next) {

    public static final int LIMIT_DEFAULT = 100;
    public static final int LIMIT_MAX = 1000;

    public Listing {
        items = List.copyOf(items);
    }

    /// Reads one page. The cursor is the id of the last item of the page before: the list is in the order of
    /// ids, and an id is nothing a caller must not know or make up.
    ///
    /// @param parse turns the cursor into an id, throwing `IllegalArgumentException` for anything else
    /// @param read answers up to so many items that follow the one of that id
    public static <I, T> Result<Listing<T>> of(
            @Nullable Integer limit,
            @Nullable String cursor,
            Function<String, I> parse,
            BiFunction<Integer, @Nullable I, List<T>> read,
            Function<T, String> idOf) {
        int wanted = limit == null ? LIMIT_DEFAULT : limit;
        if (wanted < 1 || wanted > LIMIT_MAX) {
            return Result.refused(ErrorCode.INVALID_REQUEST, "limit must be 1 to %d: %d".formatted(LIMIT_MAX, wanted));
        }
        I before;
        try {
            before = cursor == null ? null : parse.apply(cursor);
        } catch (IllegalArgumentException e) {
            return Result.refused(
                    ErrorCode.INVALID_REQUEST, "the cursor is not one this list gave; start again without a cursor");
        }
        List<T> items = read.apply(wanted, before);
        return Result.ok(new Listing<>(items, items.size() < wanted ? null : idOf.apply(items.getLast())));
    }
}
