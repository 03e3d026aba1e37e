/// What the API says about itself. Entry point: `DescriptionController`.
@NullMarked
package io.ttdust.adapters.rest.description;

import org.jspecify.annotations.NullMarked;
