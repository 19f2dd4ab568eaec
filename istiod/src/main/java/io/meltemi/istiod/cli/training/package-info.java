/**
 * The run that an AOT cache of the JVM is made from: a made-up mesh, served to made-up proxies.
 * Part of the build, not of the product.
 */
@NullMarked
package io.meltemi.istiod.cli.training;

import org.jspecify.annotations.NullMarked;
