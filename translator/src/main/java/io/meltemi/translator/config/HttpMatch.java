package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** What an HTTP request must be like; all conditions of one match must hold. */
public record HttpMatch(
    String name,
    Optional<StringMatch> uri,
    Optional<StringMatch> scheme,
    Optional<StringMatch> method,
    Optional<StringMatch> authority,
    ImmutableSortedMap<String, StringMatch> headers,
    int port,
    ImmutableSortedMap<String, String> sourceLabels,
    ImmutableList<String> gateways,
    ImmutableSortedMap<String, StringMatch> queryParams,
    boolean ignoreUriCase,
    ImmutableSortedMap<String, StringMatch> withoutHeaders,
    String sourceNamespace,
    String statPrefix) {}
