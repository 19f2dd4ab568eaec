@NullMarked
package io.meltemi.ca.token;

import org.jspecify.annotations.NullMarked;
