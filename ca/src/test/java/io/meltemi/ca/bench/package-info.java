/** What identity costs, in JMH; run by {@code make bench}. */
@NullMarked
package io.meltemi.ca.bench;

import org.jspecify.annotations.NullMarked;
