package io.meltemi.istiod.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;

/** Reads what key servers answer. */
final class KeySetText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private KeySetText() {}

  /** The address of the keys, of an OpenID discovery document. */
  static String keysAddress(String discovery) throws IOException {
    String address = object(discovery).path("jwks_uri").asText("");
    if (address.isEmpty()) {
      throw new IOException("the OpenID document names no jwks_uri");
    }
    return address;
  }

  /** The key set itself, if it is one with a key in it; secrets are no public keys. */
  static String keySet(String text) throws IOException {
    JsonNode keys = object(text).path("keys");
    if (!keys.isArray() || keys.isEmpty()) {
      throw new IOException("the answer is no JSON web key set: it has no list of keys");
    }
    for (JsonNode key : keys) {
      if (key.path("kty").asText("").isEmpty()) {
        throw new IOException("the answer is no JSON web key set: a key has no kty");
      }
      if (key.has("d") || key.path("kty").asText().equals("oct")) {
        throw new IOException("the answer has a secret in it, which verifies nobody's tokens");
      }
    }
    return text;
  }

  static URI httpAddress(String text) throws IOException {
    try {
      URI uri = URI.create(text);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (!isHttp || uri.getHost() == null || uri.getUserInfo() != null) {
        throw new IOException(text + " is no http:// or https:// address");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new IOException(text + " is no address: " + e.getMessage(), e);
    }
  }

  private static JsonNode object(String text) throws IOException {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException("the answer is not JSON: " + e.getOriginalMessage(), e);
    }
    if (node == null || !node.isObject()) {
      throw new IOException("the answer is no JSON object");
    }
    return node;
  }
}
