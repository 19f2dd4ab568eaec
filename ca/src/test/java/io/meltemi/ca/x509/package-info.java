@NullMarked
package io.meltemi.ca.x509;

import org.jspecify.annotations.NullMarked;
