/// Data files and how far each partition has reached them.
///
/// A partition's records with offsets below its [Checkpoint] lie in [DataFile]s, the others in the log. Every file
/// holds records of one partition received within one [HourPartition].
@NullMarked
package io.ttdust.domain.storage;

import org.jspecify.annotations.NullMarked;
