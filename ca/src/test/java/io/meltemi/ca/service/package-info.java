@NullMarked
package io.meltemi.ca.service;

import org.jspecify.annotations.NullMarked;
