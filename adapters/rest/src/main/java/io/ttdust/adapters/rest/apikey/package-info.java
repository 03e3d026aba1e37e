/// API keys over HTTP. Entry point: `ApiKeyController`. Neighbours: `application.access` does the work.
@NullMarked
package io.ttdust.adapters.rest.apikey;

import org.jspecify.annotations.NullMarked;
