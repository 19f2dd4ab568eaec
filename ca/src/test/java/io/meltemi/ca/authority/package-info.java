@NullMarked
package io.meltemi.ca.authority;

import org.jspecify.annotations.NullMarked;
