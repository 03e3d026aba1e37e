/// JSON in and out: answers are written straight into one buffer, requests for schemas and streams are read
/// strictly.
///
/// Entry points: [JsonWriter], [ListingBody], [AdminBody]. Payloads never come here; they are split in
/// `rest.record` and judged by the stream's schema.
@NullMarked
package io.ttdust.adapters.rest.json;

import org.jspecify.annotations.NullMarked;
