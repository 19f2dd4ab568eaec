package io.meltemi.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One question.
 *
 * @param apiVersion of the review, which the answer repeats
 * @param namespace of the object; empty for those without
 * @param operation {@code CREATE}, {@code UPDATE}, …
 * @param object as it would be; missing where something is deleted
 * @param oldObject as it is; missing where something is created
 */
public record AdmissionRequest(
    String apiVersion,
    String uid,
    String namespace,
    String operation,
    JsonNode object,
    JsonNode oldObject) {}
