/**
 * What an API server asks and is answered at admission: {@code admission.k8s.io/v1} as values.
 * Pure; knows neither what is asked for nor how it comes.
 */
@NullMarked
package io.meltemi.webhook.review;

import org.jspecify.annotations.NullMarked;
