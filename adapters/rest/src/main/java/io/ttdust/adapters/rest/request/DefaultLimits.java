package io.ttdust.adapters.rest.request;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/// Supplies [RequestLimits#DEFAULT] where nobody supplies other limits.
@Factory
final class DefaultLimits {

    @Singleton
    @Requires(missingBeans = RequestLimits.class)
    RequestLimits requestLimits() {
        return RequestLimits.DEFAULT;
    }
}
