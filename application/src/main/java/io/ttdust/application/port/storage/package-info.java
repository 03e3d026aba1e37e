/// Data files: [ObjectStore] keeps their bytes, [ColumnFileFormat] knows what is in them.
@NullMarked
package io.ttdust.application.port.storage;

import org.jspecify.annotations.NullMarked;
