/// Tests of the schema adapter; those tagged `shared-data` need the sample data beside the checkout.
@NullMarked
package io.ttdust.adapters.jsonschema;

import org.jspecify.annotations.NullMarked;
