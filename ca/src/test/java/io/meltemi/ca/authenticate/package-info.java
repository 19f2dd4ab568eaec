@NullMarked
package io.meltemi.ca.authenticate;

import org.jspecify.annotations.NullMarked;
