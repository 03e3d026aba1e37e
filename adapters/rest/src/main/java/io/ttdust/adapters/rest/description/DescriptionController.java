package io.ttdust.adapters.rest.description;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.ttdust.adapters.rest.OpenRoute;
import io.ttdust.adapters.rest.request.QueryParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// `/openapi.yml`: what this API takes and answers, as OpenAPI 3.1. Open, since it holds nothing that the source
/// does not.
///
/// Written by hand: bodies are read from the wire without types a generator could look at. `OpenApiTest`
/// compares it with the routes, the error codes and the answers.
@Controller
final class DescriptionController {

    private static final String YAML = "application/yaml";
    private static final String DOCUMENT = "/openapi.yml";

    private final byte[] document = document();

    @OpenRoute
    @Get(uri = DOCUMENT, produces = YAML)
    HttpResponse<byte[]> openApi(HttpRequest<?> request) {
        QueryParameters.refuseAll(request);
        return HttpResponse.ok(document);
    }

    private static byte[] document() {
        try (InputStream resource = DescriptionController.class.getResourceAsStream(DOCUMENT)) {
            if (resource == null) {
                throw new IllegalStateException("the resource %s is missing".formatted(DOCUMENT));
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading %s".formatted(DOCUMENT), e);
        }
    }
}
