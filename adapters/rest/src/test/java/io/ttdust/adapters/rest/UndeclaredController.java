package io.ttdust.adapters.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/// A route that says nothing about who may use it.
@Controller("/test/undeclared")
final class UndeclaredController {

    @Get
    HttpResponse<byte[]> reach() {
        return HttpResponse.ok(new byte[0]);
    }
}
