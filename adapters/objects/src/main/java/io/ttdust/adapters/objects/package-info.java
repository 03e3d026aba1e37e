/// Object stores: whole objects under keys, in local files.
@NullMarked
package io.ttdust.adapters.objects;

import org.jspecify.annotations.NullMarked;
