package io.ttdust.adapters.rest;

import io.ttdust.domain.access.Permission;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a caller must be permitted to use the route. A route with neither this nor [OpenRoute] is closed to
/// everybody.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {

    /// The row of the table of rights. If it asks for a grant, the grant is looked for on the path's `{stream}`,
    /// or on every stream when the path has none.
    Permission value();
}
