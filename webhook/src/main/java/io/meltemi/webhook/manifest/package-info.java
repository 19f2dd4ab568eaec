/**
 * Proxies put into manifests by hand: the pods that Deployments, Jobs and the like are templates
 * of, in files as users write them.
 *
 * <p>Pure: text in, text out. Imports {@code inject} for the pods, and of {@code serve} only what
 * injection has to know; must not know how files and clusters are read.
 */
@NullMarked
package io.meltemi.webhook.manifest;

import org.jspecify.annotations.NullMarked;
