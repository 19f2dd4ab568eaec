/** Who is given which certificate by a running istiod, and what becomes of it. */
@NullMarked
package io.meltemi.it.identity;

import org.jspecify.annotations.NullMarked;
