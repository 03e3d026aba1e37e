@NullMarked
package io.ttdust.cli.client;

import org.jspecify.annotations.NullMarked;
