package io.meltemi.translator.secret;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * One secret.
 *
 * @param name in SDS
 * @param origins the Secret
 */
record SecretInputs(String name, SecretContent content, ImmutableList<ConfigKey> origins) {}
