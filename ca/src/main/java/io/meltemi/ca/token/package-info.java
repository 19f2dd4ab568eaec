/**
 * Tokens that istiod signs itself, for workloads where there is no Kubernetes to do it: made by
 * {@code istiod token create}, verified by {@code FolderTokenAuthenticator}.
 *
 * <p>It must not import the authority or the service.
 */
@NullMarked
package io.meltemi.ca.token;

import org.jspecify.annotations.NullMarked;
