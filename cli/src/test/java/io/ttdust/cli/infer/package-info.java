/// Tests of the proposals, judged by the validator that a server uses.
@NullMarked
package io.ttdust.cli.infer;

import org.jspecify.annotations.NullMarked;
