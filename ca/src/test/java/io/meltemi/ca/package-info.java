@NullMarked
package io.meltemi.ca;

import org.jspecify.annotations.NullMarked;
