package io.ttdust.adapters.rest.request;

import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import io.ttdust.adapters.rest.error.Quoted;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.domain.problem.ErrorCode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parameters behind the `?` of a request, read strictly: an unknown one or one given twice is refused, because
/// ignoring it would promise what is not kept.
public final class QueryParameters {

    private final HttpParameters parameters;

    private QueryParameters(HttpParameters parameters) {
        this.parameters = parameters;
    }

    /// Reads the parameters of `request`.
    ///
    /// @throws RefusedException `INVALID_REQUEST` naming one that is not in `known`, or given twice, or malformed
    public static QueryParameters of(HttpRequest<?> request, Set<String> known) {
        try {
            HttpParameters parameters = request.getParameters();
            for (String name : parameters.names()) {
                if (!known.contains(name)) {
                    throw invalid(name, "is not a parameter of this request; it takes %s".formatted(known));
                }
                List<String> values = parameters.getAll(name);
                if (values.size() > 1) {
                    throw invalid(name, "is given %d times".formatted(values.size()));
                }
            }
            return new QueryParameters(parameters);
        } catch (IllegalArgumentException e) {
            throw RefusedException.of(ErrorCode.INVALID_REQUEST, "the query string is malformed");
        }
    }

    /// Refuses any parameter.
    public static void refuseAll(HttpRequest<?> request) {
        of(request, Set.of());
    }

    public boolean has(String name) {
        return parameters.contains(name);
    }

    /// The value of a parameter; null if it is absent.
    public @Nullable String text(String name) {
        return parameters.get(name);
    }

    /// The value of a parameter that must be there.
    public String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw invalid(name, "is required");
        }
        return text;
    }

    /// A whole number; null if the parameter is absent.
    public @Nullable Integer number(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw invalid(name, "must be a whole number");
        }
    }

    /// `true` or `false`, which an absent parameter stands for.
    public boolean flag(String name) {
        String text = text(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw invalid(name, "must be true or false");
    }

    /// `INVALID_REQUEST` because of the parameter `name`.
    public static RefusedException invalid(String name, String what) {
        return RefusedException.invalid("", "query", "parameter '%s' %s".formatted(Quoted.cut(name), what));
    }
}
