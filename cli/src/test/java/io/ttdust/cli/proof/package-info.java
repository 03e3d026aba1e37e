@NullMarked
package io.ttdust.cli.proof;

import org.jspecify.annotations.NullMarked;
