/** Tests of proxies put into manifests. */
@NullMarked
package io.meltemi.webhook.manifest;

import org.jspecify.annotations.NullMarked;
